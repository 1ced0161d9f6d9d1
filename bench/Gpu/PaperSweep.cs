using IonSweep.Torch.Bench;

namespace IonSweep.Gpu.Bench;

/// <summary>
/// How long a recorded run's trainings take on a device whose blocks train one network each: references and generators first, then the
/// augmented cells, each phase as its trainings are taken by the next free block. Drawing and labelling generated spectra is left out.
/// </summary>
internal static class PaperSweep
{
    /// <param name="run">Stop epochs.</param>
    /// <param name="epochs">Seconds of an epoch of a reference, an augmented cell, a VAE and a cVAE.</param>
    /// <param name="blocks">Blocks.</param>
    public static void Print(RecordedRun run, IReadOnlyList<double> epochs, int blocks)
    {
        double first = Seconds(
            [.. run.Vae.Select(n => n * epochs[2]), .. run.Cvae.Select(n => n * epochs[3]), .. run.Reference.Select(n => n * epochs[0])],
            blocks);
        double second = Seconds([.. run.Augmented.Select(n => n * epochs[1])], blocks);
        Console.WriteLine(
            $"paper sweep, replaying {run.Reference.Length + run.Vae.Length + run.Cvae.Length + run.Augmented.Length} stop epochs: "
                + $"{first:F0} s + {second:F0} s = {first + second:F0} s; target: at most 60 s");
    }

    private static double Seconds(IReadOnlyList<double> trainings, int blocks)
    {
        PriorityQueue<int, double> free = new(Enumerable.Range(0, blocks).Select(block => (block, 0.0)));
        double end = 0;
        foreach (double training in trainings)
        {
            free.TryDequeue(out int block, out double from);
            free.Enqueue(block, from + training);
            end = Math.Max(end, from + training);
        }
        return end;
    }
}
