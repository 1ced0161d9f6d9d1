using IonSweep.Torch.Bench;

namespace IonSweep.Gpu.Bench;

/// <summary>
/// A projection, not a measurement: what the peaks of a device with 132 multiprocessors allow when each trains one network, at a stated
/// share of them.
/// </summary>
internal static class Roofline
{
    private const int Multiprocessors = 132;

    // Of the peak, for full tiles of 64 × 64 with 16 elements a thread; Adam, barriers and pipeline ends on top. Not measured.
    private const double Share = 0.5;

    /// <summary>Seconds of an epoch of one network while all multiprocessors train such networks.</summary>
    public static double Epoch(Work work, double flops, double bandwidth) =>
        Math.Max(Compute(work, flops), work.Bytes / (bandwidth / Multiprocessors));

    // Layers narrower than a tile are convolutions' all; of the other networks' operations they are few, and left out.
    private static double Compute(Work work, double flops) =>
        work.Operations / (Share * (work.Layers[0].Step > 0 ? work.Fill : 1) * flops / Multiprocessors);

    public static void Print(double flops, double bandwidth, string? paper)
    {
        Console.WriteLine(
            $"Projection for {Multiprocessors} multiprocessors, {flops / 1e12:F0} TFLOP/s at {Share:P0} of it, "
                + $"{bandwidth / 1e12:F1} TB/s:");
        Console.WriteLine(
            $"{"network",-26}{"GFLOP/epoch",13}{"MB/epoch",10}{"FLOP/byte",11}{"ms compute",12}{"ms memory",11}{"ms/epoch",10}"
                + $"{"tiles full",12}");
        (string Name, Work Work)[] all =
        [
            ("911-64-16-1", Work.Mlp(false)), ("911-64-16-1, 5,240 rows", Work.Mlp(true)),
            ("VAE", Work.Vae(false)), ("cVAE", Work.Vae(true)), ("CNN, batch 32", Work.Cnn()),
        ];
        foreach ((string name, Work work) in all)
        {
            double compute = Compute(work, flops), memory = work.Bytes / (bandwidth / Multiprocessors);
            Console.WriteLine(
                $"{name,-26}{work.Operations / 1e9,13:F2}{work.Bytes / 1e6,10:F1}{work.Operations / work.Bytes,11:F1}"
                    + $"{1e3 * compute,12:F2}{1e3 * memory,11:F2}{1e3 * Epoch(work, flops, bandwidth),10:F2}"
                    + $"{work.Fill,12:P0}");
        }
        if (paper is null) return;
        PaperSweep.Print(RecordedRun.Read(paper), [.. all.Select(one => Epoch(one.Work, flops, bandwidth))], Multiprocessors);
    }
}
