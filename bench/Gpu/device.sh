#!/usr/bin/env bash
# Publishes the checks and measurements of the trainer gpu as a folder that a Linux machine with NVIDIA's driver runs as it is: no SDK, no
# package source, no CUDA toolkit. Usage: bench/Gpu/device.sh [FOLDER]; then on the machine: FOLDER/run.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
out="${1:-bench/Gpu/bin/device}"
dotnet publish bench/Gpu/Gpu.Bench.csproj -c Release -r linux-x64 --self-contained -o "$out"
cat > "$out/run.sh" <<'RUN'
#!/usr/bin/env bash
# Primitives, same bits, speed, in this order: what follows means nothing where what precedes fails. Arguments: those of speed.
set -euo pipefail
cd "$(dirname "$0")"
nvidia-smi --query-gpu=name,driver_version,clocks.max.sm --format=csv || true
./IonSweep.Gpu.Bench primitives
./IonSweep.Gpu.Bench same-bits
./IonSweep.Gpu.Bench speed "$@"
RUN
chmod +x "$out/run.sh"
echo "published to $out; du: $(du -sh "$out" | cut -f1)"
