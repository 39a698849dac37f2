#!/usr/bin/env bats
@test "one" {
  echo '$fine' $1
}
