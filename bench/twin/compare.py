"""The measurements of bench/compare.sh: two processes, IonSweep's and PyTorch's, are asked in turn for the same epochs."""
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import needs

needs.modules("numpy", "torch")

import artifacts

HERE = pathlib.Path(__file__).parent
OURS = ["dotnet", str(HERE / "../Kernels/bin/Release/net10.0/IonSweep.Kernels.dll"), "answer"]
TWIN = [sys.executable, str(HERE / "epochs.py")]
CLIENT = str(HERE / "../../src/Client/bin/Release/net10.0/ionsweep")


class Answering:
    """A process that answers questions with numbers."""

    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)

    def ask(self, question):
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()

    def answer(self):
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args} ended without an answer.")
        return float(line)

    def __call__(self, question):
        self.ask(question)
        return self.answer()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def row(what, measured, target):
    print(f"| {what} | {measured} | {target} |", flush=True)


def say(text):
    print(text, file=sys.stderr, flush=True)


def epochs(ours, twin, rounds=7):
    """Epoch times in alternation, and the share of the peak measured beside each of ours."""
    for name, title, count, target in (
            ("mlp", "MLP epoch, 911–64–16–1", 60, 5.5), ("vae", "VAE epoch", 8, 2.5), ("cvae", "cVAE epoch", 8, 2.5),
            ("cnn", "multitask CNN epoch", 4, 2)):
        for process in (ours, twin):
            process(f"{name} {2 * count}")  # warm: until then code is still being compiled
        pairs = []
        for _ in range(rounds):
            peak = ours("fma 0.3")
            pairs.append((ours(f"{name} {count}"), twin(f"{name} {count}"), max(peak, ours("fma 0.3"))))
        mine, theirs = (statistics.median(pair[side] for pair in pairs) for side in (0, 1))
        ratio = statistics.median(b / a for a, b, _ in pairs)
        work = ours(f"work {name}")
        share = statistics.median(work / a / 1e9 / peak for a, _, peak in pairs)
        row(title, f"{mine * 1e3:.2f} ms against {theirs * 1e3:.1f} ms: **{ratio:.1f} times** "
            f"(rounds {min(b / a for a, b, _ in pairs):.1f}–{max(b / a for a, b, _ in pairs):.1f})", f"≥ {target}")
        row(f"share of the FMA peak over {'an' if name == 'mlp' else 'a'} {title.split(',')[0]}",
            f"**{share:.0%}** of {statistics.median(p for _, _, p in pairs):.0f} GFLOP/s", "≥ 65 %" if name == "mlp" else "")


def fma_scaling(seconds=3):
    """Rate of two processes together over that of one alone."""
    pair = [Answering(OURS), Answering(OURS)]
    for process in pair:
        process("fma 0.5")
    single = [pair[0](f"fma {seconds}")]
    for process in pair:
        process.ask(f"fma {seconds}")
    together = sum(process.answer() for process in pair)
    single.append(pair[1](f"fma {seconds}"))
    for process in pair:
        process.close()
    return together / statistics.mean(single)


def sweep(folder, threads):
    """Wall seconds and peak resident MiB of the scaling sweep."""
    start = time.perf_counter()
    process = subprocess.Popen([CLIENT, "run", str(HERE / "scaling.yaml"), "--threads", str(threads), "--out", str(folder)],
                               stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise SystemExit(f"The sweep ended with status {status}.")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def scaling(folder, rounds=1):
    ratios, machine, memory = [], [fma_scaling()], 0
    for attempt in range(rounds):
        one, _ = sweep(folder / f"one{attempt}", 1)
        machine.append(fma_scaling())
        two, peak = sweep(folder / f"two{attempt}", 2)
        machine.append(fma_scaling())
        ratios.append(one / two)
        memory = max(memory, peak)
        say(f"1 thread {one:.1f} s, 2 threads {two:.1f} s; two-process FMA scaling {machine[-2]:.3f}, {machine[-1]:.3f}")
    gain, possible = statistics.mean(ratios), statistics.mean(machine)
    row("2 threads against 1, 2 folds of `paper` (at most 300 epochs each), whole program",
        f"{gain:.2f} times; two FMA processes {possible:.2f}: **{gain / possible:.2f}**", "≥ 0.95")
    row("peak resident memory of that run, 2 threads", f"{memory:.0f} MiB", "≤ 600 MiB")


def replay(folder, share=0.02):
    """
    A fold each on two processes at once, ours and theirs: every network of the run for a share of its stop epochs (at least 3), scaled
    up by the share. Eight folds are then four times the mean of the two; what is not training is not in it.
    """
    run = artifacts.Run(folder)

    def works(fold):
        for cell in run.results:
            if int(cell["fold"]) == fold:
                yield "mlp" if cell["strategy"] == "e" else "mlp-augmented", int(cell["epochs"])
        for generator in ("vae", "cvae"):
            tensors, _ = artifacts.safetensors(run.sweep / "folds" / str(fold) / generator / "model.safetensors")
            yield generator, len(tensors["validation_loss"])

    total = {}
    for side, command in (("ours", OURS), ("theirs", TWIN)):
        processes = [Answering(command), Answering(command)]
        kinds = ("mlp", "mlp-augmented", "vae", "cvae")
        for kind in kinds:
            for process in processes:
                process.ask(f"{kind} 3")
            for process in processes:
                process.answer()
        queues = [[(kind, count, max(3, round(count * share))) for kind, count in works(fold)] for fold in (0, 1)]
        seconds = 0
        for process, queue in zip(processes, queues):
            for kind, _, done in queue:
                process.ask(f"{kind} {done}")
        for process, queue in zip(processes, queues):  # both run on; the pipes keep the answers
            seconds += sum(process.answer() * count for _, count, _ in queue)
            process.close()
        total[side] = seconds / 2 * 8 / 2
        say(f"{side}: {seconds / 2:.0f} s a fold, {total[side]:.0f} s the paper preset on 2 cores")
    row("the whole `paper` preset on 2 cores, extrapolated from 2 % of the epochs of folds 0 and 1",
        f"{total['ours'] / 60:.0f} min against {total['theirs'] / 60:.0f} min: **{total['theirs'] / total['ours']:.1f} times**", "≥ 4")


def first_output(folder, tries=5):
    times = []
    for attempt in range(tries):
        start = time.perf_counter()
        process = subprocess.Popen([CLIENT, "run", "--out", str(folder / f"start{attempt}")], stdout=subprocess.PIPE)
        process.stdout.readline()
        times.append(time.perf_counter() - start)
        process.kill()
        process.wait()
    return statistics.median(times)


def reading(folder, tries=5):
    file = folder / "simulated.csv"
    subprocess.run([CLIENT, "data", "simulate", "--out", str(file)], stdout=subprocess.DEVNULL, check=True)
    times = []
    for _ in range(tries):
        process = Answering(OURS)
        times.append(process(f"csv {file}"))  # the first of its process: nothing is compiled yet
        process.close()
    return statistics.median(times)


def main():
    print("| what | measured | target |\n| --- | --- | --- |")
    ours, twin = Answering(OURS), Answering(TWIN)
    epochs(ours, twin)
    twin.close()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        save = ours("checkpoint 2")
        row("checkpoint of a VAE, every 8 s", f"{save * 1e3:.0f} ms: **{save / 8:.1%}** of the time", "< 1 %")
        ours.close()
        row("start of `ionsweep run` to its first line", f"{first_output(folder):.2f} s", "0.25 s")
        row("reading 3,744 × 919 values from CSV, first of its process", f"{reading(folder):.2f} s", "0.3 s")
        if len(sys.argv) > 1:
            replay(sys.argv[1])
        else:
            say("No folder of a finished paper run was given: its replay is left out.")
        scaling(folder)


main()
