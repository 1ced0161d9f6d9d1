using System.Globalization;
using System.Text;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Samples.Tests;

/// <summary>A file format in one file: a line a spectrum, <c>POINTS target position:value …</c>.</summary>
internal sealed class PointListFormat : IDatasetFormat
{
    public string Slug => "points";

    public string Description => "lists of points";

    public IReadOnlyList<string> Extensions => [".pts"];

    public bool Recognises(FileContent file) => file.Bytes.Span.StartsWith("POINTS "u8);

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        string[][] lines = [.. Encoding.UTF8.GetString(file.Bytes.Span).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' '))];
        return
        [
            new SpectraBlock
            {
                Axis = new SpectralAxis(AxisUnit.Nanometre, [.. lines[0][2..].Select(point => Number(point.Split(':')[0]))]),
                Ordinate = Ordinate.Unknown,
                Spectra = [.. lines.SelectMany(line => line[2..]).Select(point => (float)Number(point.Split(':')[1]))],
                Targets = [new Target("A", "M")],
                TargetValues = [.. lines.Select(line => (float)Number(line[1]))],
            },
        ];
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
