#!/usr/bin/env bash
# Fuzzes every target in turn, each for the time given. One that fails does not
# keep the others from their turn: it is named at the end.
set -euo pipefail
cd "$(dirname "$0")/.."

time=${1:-20s}
output=$(mktemp)
trap 'rm -f "$output"' EXIT
failed=()
fuzz() { go test -run '^$' -fuzz "^$2\$" -fuzztime "$time" "$1" 2>&1 | tee "$output"; }
# Before 1.27 Go can take the end of the time for a failure of the target
# (golang/go#75804). There is no input then, and it is worth a second try.
overtime() { grep -q 'context deadline exceeded' "$output" && ! grep -q 'Failing input' "$output"; }

for package in $(go list ./...); do
  for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
    echo "== $package $target"
    fuzz "$package" "$target" || { overtime && fuzz "$package" "$target"; } || failed+=("$package $target")
  done
done
if [ ${#failed[@]} -gt 0 ]; then
  printf 'failed: %s\n' "${failed[@]}" >&2
  exit 1
fi
