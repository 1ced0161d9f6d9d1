#!/usr/bin/env bash
# Measures IonSweep beside eager PyTorch and beside what the machine can do, and prints the table of docs/speed.md.
#   bench/compare.sh [RUN]     RUN: folder of a finished run of the paper preset, whose stop epochs are replayed
# Needs a Python with numpy and torch (Debian: python3-numpy, python3-torch; PYTHON names another than python3) and a machine with
# 2 cores and nothing else to do; takes about 15 minutes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1
python=${PYTHON:-python3}
"$python" bench/twin/needs.py numpy torch
for project in bench/Kernels src/Client; do dotnet build -c Release -v q "$project" >&2; done
exec "$python" bench/twin/compare.py "$@"
