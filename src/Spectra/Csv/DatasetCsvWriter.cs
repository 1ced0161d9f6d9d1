using System.Globalization;
using CsvHelper;

namespace IonSweep.Spectra.Csv;

/// <summary>
/// Writes spectra as CSV that reads back as the same. Every value is written with the fewest digits that read back as the same float; the
/// file starts with a comment line for each of what headers cannot say (<see cref="CsvRemarks"/>).
/// </summary>
public static class DatasetCsvWriter
{
    private static readonly CsvWriterOptions Options = new()
    {
        CommentPrefix = '#',
        NewLine = "\n",
        Quoting = CsvQuoting.WhenNeededOrWhitespace
    };

    /// <summary>Writes a file, replacing one that stands there once the new one is whole.</summary>
    /// <exception cref="InvalidDatasetException">A target's name cannot stand in a header.</exception>
    public static void WriteFile(SpectralDataset data, string path) => WriteFile(path, stream => Write(data, stream));

    /// <inheritdoc cref="WriteFile(SpectralDataset, string)" path="/summary"/>
    public static void WriteFile(UnlabelledSpectra spectra, string path) => WriteFile(path, stream => Write(spectra, stream));

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <inheritdoc cref="WriteFile(SpectralDataset, string)" path="/exception"/>
    public static void Write(SpectralDataset data, Stream stream)
    {
        DatasetCsvHeader header = DatasetCsvHeader.Of(data);
        using CsvWriter writer = CsvWriter.Create(stream, Options, leaveOpen: true);
        foreach (string line in CsvRemarks.Of(data.Origin, data.AxisUnit, data.Ordinate).Lines()) writer.WriteComment(line);
        foreach (string text in header.Headers) writer.WriteField(text);
        writer.EndRecord();
        for (int row = 0; row < data.RowCount; row++)
        {
            if (data.SampleIds is not null) writer.WriteField(data.SampleIds[row]);
            foreach (float value in data.TargetRow(row)) // empty where there is none
            {
                if (float.IsNaN(value)) writer.WriteField("");
                else writer.WriteField(value, default);
            }
            foreach (float value in data.Spectrum(row)) writer.WriteField(value, default);
            writer.EndRecord();
        }
    }

    /// <summary>Writes spectra without targets to a stream, which stays open.</summary>
    public static void Write(UnlabelledSpectra spectra, Stream stream)
    {
        using CsvWriter writer = CsvWriter.Create(stream, Options, leaveOpen: true);
        foreach (string line in CsvRemarks.Of(spectra.Origin, spectra.AxisUnit, spectra.Ordinate).Lines()) writer.WriteComment(line);
        if (spectra.SampleIds is not null) writer.WriteField(DatasetCsvHeader.Sample);
        foreach (double position in spectra.Wavelengths)
            writer.WriteField(position.ToString("R", CultureInfo.InvariantCulture) + DatasetCsvHeader.UnitOf(spectra.AxisUnit));
        writer.EndRecord();
        for (int row = 0; row < spectra.RowCount; row++)
        {
            if (spectra.SampleIds is not null) writer.WriteField(spectra.SampleIds[row]);
            foreach (float value in spectra.Spectrum(row)) writer.WriteField(value, default);
            writer.EndRecord();
        }
    }

    private static void WriteFile(string path, Action<Stream> write)
    {
        string partial = path + ".partial";
        try
        {
            using (FileStream stream = new(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16)) write(stream);
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
