#!/usr/bin/env bash
# gofmt, go vet, and the test that holds the arrows of the house.
set -euo pipefail
cd "$(dirname "$0")/.."

unformatted=$(find . -name '*.go' -not -name '*_templ.go' -not -path '*/node_modules/*' -print0 | xargs -0 gofmt -l)
if [ -n "$unformatted" ]; then
  echo "Not formatted (make fmt):" "$unformatted" >&2
  exit 1
fi
go vet -tags parties ./...
go test -run 'TestArrows|TestEveryRoom' ./cmd/countersign
