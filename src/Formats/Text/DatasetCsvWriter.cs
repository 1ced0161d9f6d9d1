using System.Globalization;
using CsvHelper;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Text;

/// <summary>
/// Writes spectra as CSV that reads back as the same. Every value is written with the fewest digits that read back as the same float; the
/// file starts with a comment line for each of what headers cannot say (<see cref="CsvRemarks"/>).
/// </summary>
public static class DatasetCsvWriter
{
    private const string Sample = "sample";

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
        CheckHeader(data);
        using CsvWriter writer = CsvWriter.Create(stream, Options, leaveOpen: true);
        CsvRemarks remarks = CsvRemarks.Of(data.Origin, data.Wavelengths, data.AxisUnit, data.Ordinate);
        foreach (string line in remarks.Lines()) writer.WriteComment(line);
        WriteHeader(writer, data);
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
        CsvRemarks remarks = CsvRemarks.Of(spectra.Origin, spectra.Wavelengths, spectra.AxisUnit, spectra.Ordinate);
        foreach (string line in remarks.Lines()) writer.WriteComment(line);
        if (spectra.SampleIds is not null) writer.WriteField(Sample);
        foreach (double position in spectra.Wavelengths)
            writer.WriteField(HeaderOf(position, spectra.AxisUnit));
        writer.EndRecord();
        for (int row = 0; row < spectra.RowCount; row++)
        {
            if (spectra.SampleIds is not null) writer.WriteField(spectra.SampleIds[row]);
            foreach (float value in spectra.Spectrum(row)) writer.WriteField(value, default);
            writer.EndRecord();
        }
    }

    private static void WriteHeader(CsvWriter writer, SpectralDataset data)
    {
        if (data.SampleIds is not null) writer.WriteField(Sample);
        foreach (Target target in data.Targets) writer.WriteField(TargetHeader.Of(target));
        foreach (double position in data.Wavelengths) writer.WriteField(HeaderOf(position, data.AxisUnit));
        writer.EndRecord();
    }

    // What stands behind each position: nothing for nanometres, and where a comment line tells the axis.
    private static string HeaderOf(double position, AxisUnit unit) => position.ToString("R", CultureInfo.InvariantCulture)
        + (unit is AxisUnit.Nanometre or AxisUnit.RamanShift or AxisUnit.Channel ? "" : $" {unit.Word()}");

    // The reader decides: the header with one row is read back before anything is written.
    private static void CheckHeader(SpectralDataset data)
    {
        if (data.Targets.Select(target => target.Header).Concat(data.SampleIds ?? []).FirstOrDefault(text => text.Any(char.IsControl))
            is { } odd)
            throw new InvalidDatasetException(
                $"Dataset '{data.Name}' cannot be written as CSV: '{odd}' has control characters. Rename the target or sample.");
        if (data.SampleIds?.FirstOrDefault(id => id != id.Trim()) is { } padded)
            throw new InvalidDatasetException(
                $"Dataset '{data.Name}' cannot be written as CSV: the sample '{padded}' begins or ends with a space, which would be lost. "
                    + "Rename the sample.");
        using StringWriter text = new();
        using (CsvWriter writer = CsvWriter.Create(text, Options))
        {
            WriteHeader(writer, data);
            int columns = (data.SampleIds is null ? 0 : 1) + data.Targets.Count + data.ChannelCount;
            for (int column = 0; column < columns; column++) writer.WriteField("1");
            writer.EndRecord();
        }
        SpectraBlock read;
        try
        {
            read = TableLayout.Read(new DelimitedCells(data.Name, text.ToString()), ReadingOptions.Default);
        }
        catch (InvalidDatasetException e)
        {
            throw new InvalidDatasetException($"Dataset '{data.Name}' cannot be written as CSV: {e.Message}", e);
        }
        if (!read.Targets.SequenceEqual(data.Targets) || read.SampleIds is null != data.SampleIds is null
            || !read.Axis.Positions.SequenceEqual(data.Wavelengths))
            throw new InvalidDatasetException(
                $"Dataset '{data.Name}' cannot be written as CSV: its targets {string.Join(", ", data.Targets.Select(Shown))} "
                    + $"would be read back as {string.Join(", ", read.Targets.Select(Shown))}. Rename those that differ.");
    }

    private static string Shown(Target target) => $"'{target.Name}' with unit '{target.Unit}'";

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
