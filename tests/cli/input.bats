load common

@test "an unknown field has a position and a suggestion" {
  component one 'true' <<< 'patchs: [x]'
  fails 3 "component.yaml:4:1: unknown field 'patchs' (did you mean 'patches'?)" zante list
}

@test "a wrong type has a position" {
  component one 'true' <<< 'needs: {a: b}'
  fails 3 "component.yaml:4:" zante list
}

@test "text that is no YAML has a position" {
  mkdir components/one
  printf 'component: [one\n' > components/one/component.yaml
  fails 3 "components/one/component.yaml:" zante list
}

@test "a component whose folder has another name is refused" {
  component one 'true' <<< ''
  mv components/one components/two
  fails 3 "component.yaml:1:" zante list
}

@test "a need that is not there is named where it stands" {
  component one 'true' <<< 'needs: [tow]'
  component two 'true' <<< ''
  fails 3 "did you mean 'two'?" zante build
}

@test "a cycle is told as a path" {
  component one 'true' <<< 'needs: [two]'
  component two 'true' <<< 'needs: [one]'
  fails 3 "one → two → one" zante build
}

@test "a stack that is not there is named" {
  fails 3 "tset" zante --stack tset list
}

@test "an unknown component on the command line has a suggestion" {
  component one 'true' <<< ''
  fails 3 "did you mean 'one'?" zante build oen
}
