using IonSweep.Learning.Selection;

namespace IonSweep.Learning.Tests.Selection;

/// <summary>40 spectra of 60 channels that other languages can make from the same integers; every fourth is held out.</summary>
internal static class SelectionData
{
    public const int Rows = 40, Channels = 60;

    public static double[] Spectra { get; } = [.. Enumerable.Range(0, Rows).SelectMany(
        i => Enumerable.Range(0, Channels).Select(c => Enumerable.Range(0, 5).Sum(j => Share(i, j) * Band(c - 5 - 10 * j))
            + 0.01 * ((i * 31 + c * 17 + i * c * 3) % 89) / 89))];

    public static double[] Targets { get; } = [.. Enumerable.Range(0, Rows).Select(
        i => 2 * Share(i, 0) + Share(i, 1) * Share(i, 1) + 0.5 * Share(i, 2) + 0.01 * ((i * 53 + 11) % 97) / 97)];

    public static int[] Training { get; } = [.. Enumerable.Range(0, Rows).Where(i => i % 4 != 0)];

    public static int[] Held { get; } = [.. Enumerable.Range(0, Rows).Where(i => i % 4 == 0)];

    public static SplitGram Gram { get; } = SplitGram.Of(SplitGram.Products(Spectra, Rows, Channels), Rows, Training, Held);

    public static double[] TrainingTargets { get; } = [.. Training.Select(i => Targets[i])];

    private static double Share(int i, int j) => ((i * 37 + j * 91 + i * i * 7) % 101) / 101.0;

    private static double Band(int distance) => Math.Exp(-(distance / 4.0) * (distance / 4.0));
}
