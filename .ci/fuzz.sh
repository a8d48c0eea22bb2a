#!/usr/bin/env bash
# Fuzzes every target in turn, each for the time given.
set -euo pipefail
cd "$(dirname "$0")/.."

for package in $(go list ./...); do
  for target in $(go test -list '^Fuzz' "$package" | grep '^Fuzz' || true); do
    echo "== $package $target"
    go test -run '^$' -fuzz "^$target\$" -fuzztime "${1:-20s}" "$package"
  done
done
