using IonSweep.Spectra;
using IonSweep.Spectra.Streams;

namespace IonSweep.Sweeps.Tests;

/// <summary>Small datasets whose spectra depend linearly on their targets, with a little noise.</summary>
internal static class SampleDatasets
{
    public static readonly string[] Ions = ["Zn2+", "Cu2+", "Li+", "Fe3+", "Ni2+", "NH4+", "SO4 2-", "NO3-"];

    /// <summary>Every target rises from 0; each has a band of its own.</summary>
    public static SpectralDataset Linear(int rows = 60, int channels = 12, int targets = 3, string name = "linear", int replicates = 1,
        bool simulated = true)
    {
        float[] spectra = new float[rows * channels], values = new float[rows * targets];
        StreamKey noise = StreamKeys.Of("sample-dataset", rows, channels, targets);
        for (int row = 0; row < rows; row++)
            for (int t = 0; t < targets; t++)
            {
                float value = (float)UniformStream.At(noise, (ulong)(row / replicates * targets + t)) * (t + 1);
                values[row * targets + t] = value;
                for (int c = 0; c < channels; c++)
                    spectra[row * channels + c] += value * MathF.Max(0, 1 - MathF.Abs(c - (t + 1) * channels / (targets + 1f)) / 3)
                        + 0.01f * (float)UniformStream.At(noise, (ulong)(1_000_000 + row * channels + c));
            }
        return new SpectralDataset(name, new DatasetOrigin(simulated, "linear sample"),
            [.. Enumerable.Range(0, channels).Select(c => 400.0 + c)],
            [.. Enumerable.Range(0, targets).Select(t => new Target(Ions[t % Ions.Length], "M"))], spectra, values,
            replicates == 1 ? null : [.. Enumerable.Range(0, rows).Select(row => $"s{row / replicates}")]);
    }
}
