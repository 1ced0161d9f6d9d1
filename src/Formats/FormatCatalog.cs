using IonSweep.Formats.Arrays;
using IonSweep.Formats.Artifacts;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Instruments;
using IonSweep.Formats.Jcamp;
using IonSweep.Formats.Opus;
using IonSweep.Formats.Parquet;
using IonSweep.Formats.Spc;
using IonSweep.Formats.Text;
using IonSweep.Formats.Workbooks;
using IonSweep.Spectra;

namespace IonSweep.Formats;

/// <summary>All formats that can be read: the only list of them.</summary>
public static class FormatCatalog
{
    /// <summary>In the order of asking: those whose first bytes are unmistakable come before text.</summary>
    public static IReadOnlyList<IDatasetFormat> All { get; private set; } =
    [
        new DatasetArtifactFormat(),
        new WorkbookFormat(),
        new NumpyFormat(),
        new MatlabFormat(),
        new OpusFormat(),
        new ParquetTableFormat(),
        new SpcFormat(),
        new JcampFormat(),
        new InstrumentTextFormat(),
        new DelimitedTextFormat(),
    ];

    /// <summary>Adds a format from elsewhere, at the start of a program; it is asked before those that are built in.</summary>
    /// <exception cref="InvalidOperationException">Its slug is taken.</exception>
    public static void Register(IDatasetFormat format)
    {
        if (All.Any(known => known.Slug == format.Slug)) throw new InvalidOperationException($"There is a format '{format.Slug}' already.");
        All = [format, .. All];
    }

    /// <summary>The format of a file, judged by its content.</summary>
    /// <exception cref="InvalidDatasetException">No format recognises it; names those that are read.</exception>
    public static IDatasetFormat Of(FileContent file) => All.FirstOrDefault(format => format.Recognises(file))
        ?? throw new InvalidDatasetException(file.Bytes.IsEmpty ? $"{file.Name} is empty; expected spectra."
            : $"{file.Name}: no known format. Expected one of: {string.Join("; ", All.Select(format => format.Description))}.");
}
