#!/usr/bin/env bash
# Builds and tests everything whose packages can be had here, from any working directory. A test project that does not restore
# because its source lacks packages or versions counts as one skipped, named; any other failure of restore, build or test is one.
# Ends with what was skipped and why, then a line "N passed, N failed, N skipped". Exit code 0 only without a failure.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_UI_LANGUAGE=en

passed=0 failed=0 skipped=0
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

# Test projects of the solution, one a line, with forward slashes.
test_projects() { grep -oE 'tests[\\/]+[A-Za-z0-9_.]+[\\/]+[A-Za-z0-9_.]+\.Tests\.csproj' Cluster.sln | sed 's,[\\/]\+,/,g' | sort -u; }

# Value of one attribute of a result file's counters.
counter() { sed -n 's/.*<Counters [^>]*\b'"$2"'="\([0-9]*\)".*/\1/p' "$1" | head -n 1; }

# Why tests of a result file were skipped, one a line.
reasons() {
    awk '/outcome="NotExecuted"/ { s = 1 } s && /<Message>/ { sub(/.*<Message>/, ""); sub(/<\/Message>.*/, ""); print; s = 0 } /<\/UnitTestResult>/ { s = 0 }' "$1" |
        sed "s/&lt;/</g; s/&gt;/>/g; s/&quot;/\"/g; s/&#39;/'/g; s/&amp;/\&/g"
}

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
    reasons "$log" >>"$logs/skipped"
    # A crash of the test process can leave a file in which every finished test passed.
    if [ "$status" -ne 0 ] && [ "$executed" -eq "$ok" ]; then
        echo "$name ended with exit code $status although no test failed; it counts as one failed."
        failed=$((failed + 1))
    fi
}

# Builds a solution or a project that was restored; what went wrong counts as one failed.
build() {
    dotnet build "$1" -c Release --no-restore -v q && return
    echo "$(basename "$1") does not build; it counts as one failed."
    failed=$((failed + 1))
    return 1
}

# One project whose packages may be missing.
restore_and_run() {
    local project=$1 name log missing
    name=$(basename "$project" .csproj)
    log="$logs/$name.restore"
    if dotnet restore "$project" -v q >"$log" 2>&1; then
        build "$project" && run_tests "$project"
    elif missing=$(tests/tools/missing-packages.sh "$log"); then
        echo "== $name is skipped: the configured source lacks packages that it needs."
        while read -r package; do echo "The package source lacks $package, which $name needs."; done <<<"$missing" >>"$logs/skipped"
        skipped=$((skipped + 1))
    else
        cat "$log"
        echo "$name does not restore for another reason than missing packages; it counts as one failed."
        failed=$((failed + 1))
    fi
}

if dotnet restore Cluster.sln -v q >"$logs/restore" 2>&1; then
    cat "$logs/restore"
    build Cluster.sln && for project in $(test_projects); do run_tests "$project"; done
else
    for project in $(test_projects); do restore_and_run "$project"; done
fi

if [ -s "$logs/skipped" ]; then
    echo "Skipped, and why:"
    sort "$logs/skipped" | uniq -c | sort -rn
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
