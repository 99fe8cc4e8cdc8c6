# shellcheck shell=sh
# What tests that are shell scripts share: checks that are counted, and waits with a bound.

passed=0
failed=0

# check DESCRIPTION COMMAND...: the command succeeds.
check() {
  description=$1
  shift
  if output=$("$@" 2>&1); then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    printf 'FAILED: %s\n%s\n' "$description" "$output"
  fi
}

# eventually COMMAND...: the command succeeds within a minute.
eventually() {
  attempts=300
  until said=$("$@" 2>&1); do
    attempts=$((attempts - 1))
    [ "$attempts" -gt 0 ] || {
      echo "$said"
      return 1
    }
    sleep 0.2
  done
}

# finish NAME: tells the counts, and whether all passed.
finish() {
  echo "$1: $passed passed, $failed failed"
  [ "$failed" = 0 ]
}
