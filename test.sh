#!/usr/bin/env bash
# Builds and tests everything that restores here. Last line: "N passed, N failed, N skipped".
set -u
cd "$(dirname "$0")"
dotnet build Core.slnf -c Release -v q || exit 1
dotnet test Core.slnf -c Release --no-build
