#!/usr/bin/env bash
# Runs the relying parties of others that are too heavy for make test: fetches
# and builds them, into the user's cache, and drives them by the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

for program in java mvn; do
  if ! command -v "$program" >/dev/null; then
    echo "$program is missing; Debian's packages are openjdk-17-jdk-headless and maven." >&2
    exit 1
  fi
done

cache=${XDG_CACHE_HOME:-$HOME/.cache}/countersign-parties
mkdir -p "$cache"

echo "== an application of Spring Boot"
mvn -q -B -f cmd/countersign/testdata/parties/spring/pom.xml -Dtarget="$cache/spring" package

CGO_ENABLED=0 go test -count=1 -tags parties -run 'SpringSecurityByItsRecipe' -v ./cmd/countersign
