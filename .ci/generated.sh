#!/usr/bin/env bash
# Fails if a generated file is not what its source makes.
set -euo pipefail
cd "$(dirname "$0")/.."

sums() { find . \( -name '*_templ.go' -o -name '*_words.go' \) -not -path '*/node_modules/*' -print0 | sort -z | xargs -0 -r sha256sum; }
before=$(sums)
go generate ./templates/words
go tool templ generate -log-level error
if ! diff <(echo "$before") <(sums) >/dev/null; then
  echo "Generated pages or words were old; they are fresh now: commit them." >&2
  exit 1
fi
if ! go run ./cmd/countersign config docs | diff -q - docs/configuration.md >/dev/null; then
  echo "docs/configuration.md is old; run: make gen" >&2
  exit 1
fi
if ! go run ./cmd/countersign openapi | diff -q - docs/openapi.yaml >/dev/null; then
  echo "docs/openapi.yaml is old; run: make gen" >&2
  exit 1
fi
