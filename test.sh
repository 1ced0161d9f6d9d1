#!/usr/bin/env bash
# Builds and tests everything whose packages can be had here, from any working directory.
# Core projects always; cluster projects whenever they restore. A cluster test project whose packages are missing from
# the configured source (NU1101, NU1102 and nothing else) counts as one skipped. Any other failure fails.
# Last line: "N passed, N failed, N skipped". Exit code 0 only without a failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_UI_LANGUAGE=en

passed=0 failed=0 skipped=0
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

finish() {
    echo "$passed passed, $failed failed, $skipped skipped"
    [ "$failed" -eq 0 ]
    exit
}

# Test projects named in a solution or a filter of it, one a line, with forward slashes.
test_projects() { grep -oE 'tests[\\/]+[A-Za-z0-9_.]+[\\/]+[A-Za-z0-9_.]+\.Tests\.csproj' "$1" | sed 's,[\\/]\+,/,g' | sort -u; }

# Value of one attribute of a result file's counters.
counter() { sed -n 's/.*<Counters [^>]*\b'"$2"'="\([0-9]*\)".*/\1/p' "$1" | head -n 1; }

# Runs one built test project and adds its result file to the sums.
run_tests() {
    local project=$1 name log status total executed ok
    name=$(basename "$project" .csproj)
    log="$logs/$name.trx"
    echo "== $name"
    dotnet test "$project" -c Release --no-build --results-directory "$logs" --logger "trx;LogFileName=$name.trx" \
        --blame-hang-timeout 8m --blame-hang-dump-type none
    status=$?
    total=$(counter "$log" total 2>/dev/null) executed=$(counter "$log" executed 2>/dev/null) ok=$(counter "$log" passed 2>/dev/null)
    if [ -z "$total" ] || [ -z "$executed" ] || [ -z "$ok" ]; then
        echo "$name ended with exit code $status and left no readable result file; it counts as one failed."
        failed=$((failed + 1))
        return
    fi
    passed=$((passed + ok)) failed=$((failed + executed - ok)) skipped=$((skipped + total - executed))
    # A crash of the test process can leave a file in which every finished test passed.
    if [ "$status" -ne 0 ] && [ "$executed" -eq "$ok" ]; then
        echo "$name ended with exit code $status although no test failed; it counts as one failed."
        failed=$((failed + 1))
    fi
}

build() { dotnet build "$1" -c Release --no-restore -v q; }

if ! dotnet restore Core.slnf -v q || ! build Core.slnf; then
    echo "The core tier does not restore or build; see above."
    failed=1
    finish
fi
core=$(test_projects Core.slnf)
for project in $core; do run_tests "$project"; done

for project in $(test_projects Cluster.sln | grep -vxF "$core"); do
    name=$(basename "$project" .csproj)
    echo "== $name (cluster tier)"
    if dotnet restore "$project" -v q >"$logs/$name.restore" 2>&1; then
        if build "$project"; then
            run_tests "$project"
        else
            echo "$name does not build; it counts as one failed."
            failed=$((failed + 1))
        fi
        continue
    fi
    codes=$(grep -oE '\berror [A-Z]+[0-9]+' "$logs/$name.restore" | sort -u | sed 's/error //')
    if [ -n "$codes" ] && [ -z "$(grep -vxE 'NU1101|NU1102' <<<"$codes")" ]; then
        echo "Skipped: these packages are not on the configured source:"
        grep -oE '\berror NU110[12]: Unable to find package [^[]*' "$logs/$name.restore" | sed -E 's/error NU110[12]: Unable to find package ([^ ]+)( with version \(([^)]*)\))?.*/  \1 \3/; s/\. *$//' | sort -u
        skipped=$((skipped + 1))
    else
        cat "$logs/$name.restore"
        echo "$name does not restore for another reason than missing packages; it counts as one failed."
        failed=$((failed + 1))
    fi
done

finish
