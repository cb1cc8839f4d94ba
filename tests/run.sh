#!/usr/bin/env bash
# Runs every test: installs what is missing when it may, starts a PostgreSQL of its own, stops it again.
#   tests/run.sh           the stated proofs at a twentieth of their counts
#   tests/run.sh --long    the stated counts
# The last line is "N passed, N failed".
set -uo pipefail
cd "$(dirname "$0")/.."
root=$PWD

for argument in "$@"; do
  case $argument in
    --long) export GOVERNANCE_LONG=1 ;;
    *) echo "tests/run.sh knows only --long" >&2; exit 2 ;;
  esac
done

say() { printf '== %s\n' "$*"; }
run_as_root() { if [ "$(id -u)" = 0 ]; then "$@"; elif command -v sudo >/dev/null; then sudo -n "$@"; else return 1; fi; }
newest_postgres() { ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1; }

install_missing() {
  local wanted=()
  [ -n "$(newest_postgres)" ] || wanted+=(postgresql)
  command -v chromium >/dev/null || wanted+=(chromium)
  command -v promtool >/dev/null || wanted+=(prometheus)
  command -v node >/dev/null || wanted+=(nodejs)
  command -v npm >/dev/null || wanted+=(npm)
  command -v aiosmtpd >/dev/null || wanted+=(python3-aiosmtpd)
  [ -x /usr/sbin/pgbouncer ] || wanted+=(pgbouncer)
  [ ${#wanted[@]} -eq 0 ] && return
  say "installing ${wanted[*]}"
  run_as_root apt-get update -qq &&
    run_as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" \
      >/dev/null || say "could not install ${wanted[*]}: tests that need them are skipped and say so"
}

# PostgreSQL refuses to run as root, so root drops to the package's own user.
as_postgres() {
  if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups -- "$@"; else "$@"; fi
}

start_postgres() {
  local bin; bin=$(newest_postgres)
  [ -n "$bin" ] || { say "no PostgreSQL found"; return 1; }
  cluster=$(mktemp -d /tmp/governance-tests.XXXXXX)
  [ "$(id -u)" = 0 ] && chown postgres:postgres "$cluster"
  as_postgres "$bin/initdb" -D "$cluster/data" -U postgres -E UTF8 --locale=C.UTF-8 -A trust >/dev/null
  port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])' 2>/dev/null \
    || echo $((20000 + RANDOM)))
  # The cluster is thrown away: what is proven is what a killed process leaves behind, not a lost disk.
  as_postgres "$bin/pg_ctl" -D "$cluster/data" -l "$cluster/log" -w -o \
    "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=400" \
    start >/dev/null
  trap 'as_postgres "'"$bin"'/pg_ctl" -D "'"$cluster"'/data" -m immediate stop >/dev/null 2>&1; rm -rf "'"$cluster"'"' EXIT
  export GOVERNANCE_TEST_DATABASE="Host=127.0.0.1;Port=$port;Username=postgres;Database=postgres"
}

# The driver of the real OpenTelemetry SDK is read in place and given its packages beside the build output.
install_driver() {
  local shared=${GOVERNANCE_SHARED:-$root/../shared} home=$root/artifacts/clients
  [ -f "$shared/clients/package.json" ] && command -v npm >/dev/null || return 0
  mkdir -p "$home"
  cp -r "$shared/clients/." "$home/"
  [ -d "$home/node_modules" ] || { say "installing the driver's packages"; (cd "$home" && npm install --silent --no-audit --no-fund); }
  export GOVERNANCE_CLIENTS=$home
}

# Published instrumentations at the versions of their package.json; without npm their test is skipped.
install_instrumentations() {
  local home=$root/artifacts/instrumentations
  command -v npm >/dev/null || return 0
  mkdir -p "$home"
  cp "$root"/tests/Governance.SystemTests/Intake/Instrumentations/{package.json,*.cjs} "$home/"
  [ -d "$home/node_modules" ] && return 0
  say "installing published instrumentations"
  (cd "$home" && npm install --silent --no-audit --no-fund) || say "could not: their test is skipped and says so"
}

# The methods that failed, one a line.
failed_in() {
  grep -o '<UnitTestResult [^>]*outcome="Failed"' "$1" 2>/dev/null | sed -nE 's/.* testName="([^"(]+).*/\1/p' | sort -u
}

# What failed is run once more with nothing beside it: a failure that a busy machine made is told from one of the code.
# Both outcomes are printed; what fails again is a failure. More than a few are never the machine's fault.
second_looks=3
look_again() {
  local project=$1 name said again=0; shift
  for name in "$@"; do
    say "a second look at $name"
    if said=$(dotnet exec "tests/$project/bin/Debug/net10.0/$project.dll" -method "$name" 2>&1) &&
      ! grep -q 'Total: 0' <<<"$said"; then
      say "UNSTEADY: $name failed beside the others and passed alone"
    else
      printf '%s\n' "$said"
      again=$((again + 1))
    fi
  done
  return "$again"
}

passed=0 failed=0
run_project() {
  local log results; log=$(mktemp) results=$(mktemp -d)
  say "$1"
  dotnet test "tests/$1" --no-build --nologo -v quiet --results-directory "$results" \
    --logger "console;verbosity=minimal" --logger "trx;LogFileName=run.trx" 2>&1 | tee "$log"
  local code=${PIPESTATUS[0]} line
  line=$(grep -E 'Failed: +[0-9]+, Passed: +[0-9]+' "$log" | tail -n 1)
  passed=$((passed + $(sed -nE 's/.*Passed: +([0-9]+).*/\1/p' <<<"${line:-Passed: 0}")))
  local here; here=$(sed -nE 's/.*Failed: +([0-9]+).*/\1/p' <<<"$line")
  # A run that died without counting is a failure of its own.
  [ "$code" -ne 0 ] && [ "${here:-0}" -eq 0 ] && here=1
  local names; mapfile -t names < <(failed_in "$results/run.trx")
  if [ "${#names[@]}" -gt 0 ] && [ "${here:-0}" -le "$second_looks" ]; then
    local again; look_again "$1" "${names[@]}"; again=$?
    passed=$((passed + here - again)) here=$again
  fi
  failed=$((failed + ${here:-0}))
  rm -rf "$log" "$results"
}

install_missing
say "building"
dotnet build Governance.sln --nologo -v quiet || { echo "0 passed, 1 failed"; exit 1; }
start_postgres || { echo "0 passed, 1 failed"; exit 1; }
install_driver
install_instrumentations
run_project Governance.Tests
run_project Governance.SystemTests
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
