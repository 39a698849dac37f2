load common

@test "no command is a usage error" {
  fails 2 "no command" zante
}

@test "an unknown command is named, with a suggestion" {
  fails 2 "did you mean 'build'" zante biuld
}

@test "an unknown option is a usage error that names the command" {
  fails 2 "try 'zante build --help'" zante build --nonsense
}

@test "every command explains itself" {
  for command in $(zante --help | sed -n '/^Commands:/,/^$/s/^  \([a-z]*\) .*/\1/p'); do
    zante "$command" --help | grep -q "^Usage:"
  done
}

@test "the version is printed" {
  zante --version | grep -Eq '^zante [0-9]+\.[0-9]+'
}

@test "an operand that no command takes is refused" {
  fails 2 "too many arguments" zante list something
}

@test "what cannot be printed whole is an error" {
  component one 'true' <<< ''
  fails 1 "cannot write to standard output" bash -c '"$ZANTE" list > /dev/full'
}

@test "a reader who has seen enough is no error" {
  component one 'seq 100000' <<< ''
  zante build
  run bash -c 'set -o pipefail; "$ZANTE" log one | head -n 1'
  [ "$status" -eq 0 ]
  [ "${#lines[@]}" -eq 1 ]
}
