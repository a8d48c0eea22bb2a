#!/usr/bin/env bash
# Every check and every test. PostgreSQL is started by the tests themselves, or
# is the one that COUNTERSIGN_TEST_DATABASE_URL names.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { echo "== $*"; }

step what the tests need
.ci/setup.sh
step generated files are fresh
.ci/generated.sh
step gofmt, go vet, arrows
.ci/lint.sh

# The rooms run under the race detector, which needs a C compiler. The tests of
# cmd/countersign drive programs that are built as they are shipped, so the
# detector would see nothing of them.
programs=countersign/cmd/countersign
mapfile -t rooms < <(go list ./... | grep -vx "$programs")
race=()
if command -v "${CC:-gcc}" >/dev/null; then
  race=(-race)
else
  echo "No C compiler: the race detector is left out (apt-get install gcc libc6-dev)."
fi

step "rooms, on SQLite and PostgreSQL ${race[*]}"
CGO_ENABLED=$((${#race[@]})) go test "${race[@]}" -shuffle=on -count=1 -timeout 40m "${rooms[@]}"
step stories and browser, against the built programs
CGO_ENABLED=0 go test -shuffle=on -count=1 -timeout 40m "$programs"
