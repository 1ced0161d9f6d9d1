using IonSweep.Spectra.Streams;

namespace IonSweep.Spectra.Tests;

/// <summary>Small datasets for tests.</summary>
internal static class SampleData
{
    public static SpectralDataset Random(int rows, int channels = 4, int targets = 2, long seed = 1, IReadOnlyList<string>? samples = null)
    {
        float[] spectra = new float[rows * channels], values = new float[rows * targets];
        NormalStream.Fill(StreamKeys.Of("test-spectra", seed), 0, spectra);
        NormalStream.Fill(StreamKeys.Of("test-targets", seed), 0, values);
        return new SpectralDataset(
            "random", new DatasetOrigin(true, "test"), [.. Enumerable.Range(0, channels).Select(c => 400.0 + c)],
            [.. Enumerable.Range(0, targets).Select(t => new Target($"T{t}", "M"))], spectra, values, samples);
    }
}
