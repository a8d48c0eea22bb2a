#!/usr/bin/env bash
# Installs what the tests need and is missing. Where it may not, it says what
# to install and fails: no test is skipped for want of a program.
set -euo pipefail
cd "$(dirname "$0")/.."

missing=()
need() { # need PACKAGE TEST-COMMAND...
  local package=$1
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
has_postgres() { compgen -G '/usr/lib/postgresql/*/bin/postgres' >/dev/null; }
has_chromium() { command -v chromium || command -v chromium-browser || command -v google-chrome; }
has_firefox() { command -v firefox-esr || command -v firefox; }

[ -n "${COUNTERSIGN_TEST_DATABASE_URL:-}" ] || need postgresql-15 has_postgres
need chromium has_chromium
need firefox-esr has_firefox
need nodejs command -v node
need dbus-daemon command -v dbus-daemon
need npm command -v npm
need apache2 test -x /usr/sbin/apache2
need libapache2-mod-auth-openidc test -e /usr/lib/apache2/modules/mod_auth_openidc.so

if [ ${#missing[@]} -gt 0 ]; then
  sudo=()
  [ "$(id -u)" -eq 0 ] || sudo=(sudo -n)
  if ! command -v apt-get >/dev/null || { [ "$(id -u)" -ne 0 ] && ! sudo -n true 2>/dev/null; }; then
    echo "The tests need these packages (names of Debian), which cannot be installed from here: ${missing[*]}" >&2
    exit 1
  fi
  echo "== installing ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  # A newer Debian has a newer PostgreSQL, which does as well.
  apt-cache show postgresql-15 >/dev/null 2>&1 || missing=("${missing[@]/#postgresql-15/postgresql}")
  # Debian's script would start a cluster that nobody uses.
  "${sudo[@]}" mkdir -p /etc/postgresql-common
  echo 'create_main_cluster = false' | "${sudo[@]}" tee /etc/postgresql-common/createcluster.conf >/dev/null
  # Nor is its Apache wanted: the tests start their own.
  if [ ! -e /usr/sbin/policy-rc.d ]; then
    printf '#!/bin/sh\nexit 101\n' | "${sudo[@]}" tee /usr/sbin/policy-rc.d >/dev/null
    "${sudo[@]}" chmod +x /usr/sbin/policy-rc.d
    trap '"${sudo[@]}" rm -f /usr/sbin/policy-rc.d' EXIT
  fi
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"
fi

npm=cmd/countersign/testdata/npm
if [ ! "$npm/node_modules/.package-lock.json" -nt "$npm/package-lock.json" ]; then
  echo "== npm ci (the accessibility rules, and relying parties of others)"
  npm ci --prefix "$npm" --ignore-scripts --no-audit --no-fund --silent
fi
