#!/usr/bin/env bash
# Runs the relying parties of others that are too heavy for make test: fetches
# and builds them, into the user's cache, and drives them by the tests.
set -euo pipefail
cd "$(dirname "$0")/.."

for program in java mvn unzip; do
  if ! command -v "$program" >/dev/null; then
    echo "$program is missing; Debian's packages are openjdk-17-jdk-headless, maven and unzip." >&2
    exit 1
  fi
done

cache=${XDG_CACHE_HOME:-$HOME/.cache}/countersign-parties
mkdir -p "$cache"

echo "== an application of Spring Boot"
mvn -q -B -f cmd/countersign/testdata/parties/spring/pom.xml -Dtarget="$cache/spring" package

keycloak=26.4.5
if [ ! -e "$cache/keycloak-$keycloak/built" ]; then
  echo "== Keycloak $keycloak"
  mvn -q -B dependency:copy -Dartifact="org.keycloak:keycloak-quarkus-dist:$keycloak:zip" -DoutputDirectory="$cache"
  unzip -q -o "$cache/keycloak-quarkus-dist-$keycloak.zip" -d "$cache"
  rm "$cache/keycloak-quarkus-dist-$keycloak.zip"
  "$cache/keycloak-$keycloak/bin/kc.sh" build --db=dev-mem >/dev/null
  touch "$cache/keycloak-$keycloak/built"
fi

CGO_ENABLED=0 go test -count=1 -tags parties -run 'ByItsRecipe' -v ./cmd/countersign
