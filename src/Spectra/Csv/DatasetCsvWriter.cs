using CsvHelper;

namespace IonSweep.Spectra.Csv;

/// <summary>
/// Writes a dataset as the CSV that <see cref="DatasetCsvReader"/> reads. Every value is written with the fewest digits that read
/// back as the same float; simulated spectra start with a comment line that says so.
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
    public static void WriteFile(SpectralDataset data, string path)
    {
        string partial = path + ".partial";
        try
        {
            using (FileStream stream = new(partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1 << 16))
                Write(data, stream);
            File.Move(partial, path, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }

    /// <summary>Writes to a stream, which stays open.</summary>
    /// <inheritdoc cref="WriteFile" path="/exception"/>
    public static void Write(SpectralDataset data, Stream stream)
    {
        DatasetCsvHeader header = DatasetCsvHeader.Of(data);
        using CsvWriter writer = CsvWriter.Create(stream, Options, leaveOpen: true);
        if (data.Origin.IsSimulated)
            writer.WriteComment($"{DatasetCsvReader.SimulatedComment[1..]} {data.Origin.Description.ReplaceLineEndings(" ")}");
        foreach (string text in header.Headers) writer.WriteField(text);
        writer.EndRecord();
        for (int row = 0; row < data.RowCount; row++)
        {
            if (data.SampleIds is not null) writer.WriteField(data.SampleIds[row]);
            foreach (float value in data.TargetRow(row)) writer.WriteField(value, default);
            foreach (float value in data.Spectrum(row)) writer.WriteField(value, default);
            writer.EndRecord();
        }
    }
}
