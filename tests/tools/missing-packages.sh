#!/bin/sh
# Reads the log of a failed `dotnet restore`. When it failed only because the source lacks packages or versions, however NuGet words
# that, prints each that is missing, one a line, and exits with 0; else with 1.
# NU1101: no such package. NU1102, NU1103: no such version, no stable one. NU1603: another version was taken in the place of a missing
# one; NU1109 (a downgrade) may follow from that, and counts as such only beside one of the others.
set -eu
grep -oE '\berror [A-Z]+[0-9]+' "$1" | sed 's/error //' | sort -u | grep -vxE 'NU1101|NU1102|NU1103|NU1603|NU1109' >/dev/null && exit 1
sed -nE \
    -e 's/.*\bNU1101: (Warning As Error: )?Unable to find package ([^ ]+)\. .*/\2/p' \
    -e 's/.*\bNU110[23]: (Warning As Error: )?Unable to find (a stable )?package ([^ ]+) with version \(([^)]*)\).*/\3 \4/p' \
    -e 's/.*\bNU1603: (Warning As Error: )?.* but ([^ ]+ [^ ]+) was not found\. .*/\2/p' "$1" | sort -u | grep .
