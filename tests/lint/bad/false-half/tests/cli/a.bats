@test "found" {
  [ -e one ] && [ -e two ]
  [[ $one = two ]] && [ ! -e two ]
  ! [ -e one ] && [[ -e two ]]
}

@test "not found" {
  [ -e one ]
  [ -w one ] && [ -w two ] || skip "not ours"
  if [ -e one ] && [ -e two ]; then rm one; fi
  [[ $one = two && -e two ]]
}
