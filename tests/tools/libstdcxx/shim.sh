#!/bin/sh
# Test-only: lets a test's own copy of libLibTorchSharp.so load on a Linux whose libstdc++ is older than GCC 13's, as Debian 12's.
# Of that version it asks for one symbol, which does nothing where streams are initialised by the library itself, as here. A small
# library beside it defines this symbol, names every version that is asked for, and needs the machine's libstdc++ for all else.
# Usage: shim.sh FOLDER, the folder with libLibTorchSharp.so. Needs gcc, readelf and patchelf. Does nothing where nothing is missing.
set -eu
bridge="$1/libLibTorchSharp.so" shim=libstdcxx-shim.so
[ -f "$bridge" ] || { echo "shim.sh: there is no $bridge" >&2; exit 2; }
for tool in gcc readelf patchelf; do
    command -v "$tool" >/dev/null || { echo "shim.sh: $tool is missing; tests of libtorch will be skipped."; exit 0; }
done
# Done before, or not needed: the machine's own libstdc++ has the version.
readelf -d "$bridge" | grep -q "\[$shim\]" && exit 0
grep -q GLIBCXX_3.4.32 "$(gcc -print-file-name=libstdc++.so.6)" && exit 0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# The names of the versions asked of libstdc++, a node of a version script each.
readelf -V "$bridge" | sed -n '/File: libstdc++/,/File: /p' | sed -n 's/.*Name: \([A-Z0-9_.]*\).*/\1/p' | sort -u >"$work/versions"
awk '{ print $0, ($0 == "GLIBCXX_3.4.32" ? "{ global: _ZSt21ios_base_library_initv; };" : "{ };") }' "$work/versions" >"$work/script"
echo 'void _ZSt21ios_base_library_initv(void) {}' >"$work/shim.c"
gcc -shared -fPIC -o "$1/$shim" "$work/shim.c" -Wl,-soname,"$shim" -Wl,--version-script="$work/script" -Wl,--no-as-needed -l:libstdc++.so.6
patchelf --replace-needed libstdc++.so.6 "$shim" --set-rpath '$ORIGIN' "$bridge"
