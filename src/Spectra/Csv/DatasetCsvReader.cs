using System.Globalization;
using System.Text;
using CsvHelper;

namespace IonSweep.Spectra.Csv;

/// <summary>
/// Reads a dataset from CSV (RFC 4180, UTF-8, decimal points): an optional <c>sample</c> column, then the targets, each with its
/// unit in parentheses (<c>Zn2+ (M)</c>), then one column per channel whose header is its wavelength in nanometres. A leading
/// comment line <c># simulated: …</c> marks simulated spectra and says what made them.
/// </summary>
public static class DatasetCsvReader
{
    /// <summary>Start of the comment line that marks simulated spectra.</summary>
    internal const string SimulatedComment = "# simulated:";

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false, // read as a record, so that its errors name line and column like any other
        MalformedData = CsvMalformedDataHandling.Throw,
        TrackLineNumbers = true,
    };

    /// <summary>Reads a file; the dataset is named after it.</summary>
    /// <exception cref="InvalidDatasetException">The file is missing or not as described; names file, line, column, what was found and what
    /// was expected.</exception>
    public static SpectralDataset ReadFile(string path) => ReadFile(path, Read);

    /// <summary>
    /// Reads spectra whose targets are not known: as above, but target columns may be missing, and what stands in them is not looked at.
    /// </summary>
    /// <exception cref="InvalidDatasetException">The file is missing or not as described; names file, line, column, what was found and what
    /// was expected.</exception>
    public static UnlabelledSpectra ReadSpectraFile(string path) => ReadFile(path, ReadSpectra);

    /// <summary>Reads spectra whose targets are not known from a stream, to its end.</summary>
    /// <param name="stream">CSV as described above.</param>
    /// <param name="fileName">For messages; without extension it becomes the name.</param>
    /// <exception cref="InvalidDatasetException">Not as described; names file, line, column, what was found and what was
    /// expected.</exception>
    public static UnlabelledSpectra ReadSpectra(Stream stream, string fileName)
    {
        Content content = ReadContent(stream, fileName, labelled: false);
        return new UnlabelledSpectra(content.Name, content.Origin, content.Header.Wavelengths, content.Spectra, content.Samples);
    }

    private static T ReadFile<T>(string path, Func<Stream, string, T> read)
    {
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16,
                FileOptions.SequentialScan);
            return read(stream, Path.GetFileName(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDatasetException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">CSV as described above.</param>
    /// <param name="fileName">For messages; without extension it becomes the dataset's name.</param>
    /// <exception cref="InvalidDatasetException">Not as described; names file, line, column, what was found and what was
    /// expected.</exception>
    public static SpectralDataset Read(Stream stream, string fileName)
    {
        Content content = ReadContent(stream, fileName, labelled: true);
        return new SpectralDataset(content.Name, content.Origin, content.Header.Wavelengths, content.Header.Targets, content.Spectra,
            content.Targets, content.Samples);
    }

    private static Content ReadContent(Stream stream, string fileName, bool labelled)
    {
        if (!stream.CanSeek)
        {
            MemoryStream copy = new();
            stream.CopyTo(copy);
            copy.Position = 0;
            stream = copy;
        }
        (string? simulated, int commentLines) = ReadLeadingComments(stream);
        using CsvReader reader = CsvReader.Create(stream, Options, leaveOpen: true);
        Position at = new(fileName, reader, commentLines);
        try
        {
            return ReadContent(reader, at, simulated, labelled);
        }
        catch (CsvFormatException e)
        {
            throw new InvalidDatasetException($"{fileName}, line {e.LineNumber + commentLines}: {e.Message}", e);
        }
    }

    private static Content ReadContent(CsvReader reader, Position at, string? simulated, bool labelled)
    {
        if (!reader.Read())
            throw new InvalidDatasetException(
                $"{at.FileName} is empty; expected a header with {(labelled ? "targets and " : "")}wavelengths, "
                + "then one line per spectrum.");
        string[] headers = new string[reader.FieldCount];
        for (int i = 0; i < headers.Length; i++) headers[i] = reader.GetString(i);
        DatasetCsvHeader header = DatasetCsvHeader.Parse(
            headers, (column, found, expected) => at.Error(column, null, found, expected), labelled);

        int firstTarget = header.HasSamples ? 1 : 0, firstChannel = firstTarget + header.Targets.Count;
        List<string>? samples = header.HasSamples ? [] : null;
        GrowingArray targets = new(header.Targets.Count), spectra = new(header.Wavelengths.Count);
        while (reader.Read())
        {
            if (reader.FieldCount != headers.Length) throw RaggedRow(reader.FieldCount, headers, at);
            if (samples is not null)
            {
                string sample = reader.GetString(0);
                if (string.IsNullOrWhiteSpace(sample)) throw at.Error(1, headers[0], "no sample id", "one in every row");
                samples.Add(sample);
            }
            if (labelled) ParseNumbers(reader, firstTarget, targets.NextRow(), headers, at);
            ParseNumbers(reader, firstChannel, spectra.NextRow(), headers, at);
        }
        if (spectra.Rows == 0)
            throw new InvalidDatasetException($"{at.FileName} has a header but no spectrum; expected one line per spectrum.");
        return new Content(
            Path.GetFileNameWithoutExtension(at.FileName), new DatasetOrigin(simulated is not null, simulated ?? at.FileName), header,
            spectra.ToArray(), targets.ToArray(), samples);
    }

    private static void ParseNumbers(CsvReader reader, int firstField, Span<float> values, string[] headers, Position at)
    {
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> text = reader.GetSpan(firstField + i);
            if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) || !float.IsFinite(value))
                throw NotANumber(text, firstField + i, headers, at);
            values[i] = value;
        }
    }

    private static InvalidDatasetException NotANumber(ReadOnlySpan<byte> bytes, int field, string[] headers, Position at)
    {
        string text = Encoding.UTF8.GetString(bytes);
        string shown = text.Length <= 40 ? text : text[..40] + "…";
        bool number = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out _);
        return string.IsNullOrWhiteSpace(text) ? at.Error(field + 1, headers[field], "nothing", "a number")
            : number && text.AsSpan().ContainsAnyInRange('0', '9')
                ? at.Error(field + 1, headers[field], $"'{shown}'", "a number of at most 3.4e38 in size, what a 32-bit float holds")
            : number ? at.Error(field + 1, headers[field], $"'{shown}'", "a finite number")
            : at.Error(field + 1, headers[field], $"'{shown}'", "a number with a decimal point, such as 0.125 or 1.2e-3");
    }

    private static InvalidDatasetException RaggedRow(int found, string[] headers, Position at) => found < headers.Length
        ? at.Error(found + 1, headers[found], $"a row that ends after {found} values", $"{headers.Length}, as in the header")
        : at.Error(headers.Length + 1, null, $"a row of {found} values", $"{headers.Length}, as in the header");

    /// <summary>Passes over lines that start with '#', leaving the stream at the line after them.</summary>
    private static (string? Simulated, int Lines) ReadLeadingComments(Stream stream)
    {
        long start = stream.Position;
        Span<byte> mark = stackalloc byte[3];
        if (stream.ReadAtLeast(mark, 3, throwOnEndOfStream: false) < 3 || !mark.SequenceEqual(Encoding.UTF8.Preamble))
            stream.Position = start;

        string? simulated = null;
        int lines = 0;
        while (true)
        {
            start = stream.Position;
            int next = stream.ReadByte();
            if (next != '#') break;
            List<byte> line = [];
            for (; next is not ('\n' or -1); next = stream.ReadByte()) line.Add((byte)next);
            lines++;
            string text = Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            if (text.StartsWith(SimulatedComment, StringComparison.Ordinal)) simulated = text[SimulatedComment.Length..].Trim();
        }
        stream.Position = start;
        return (simulated, lines);
    }

    /// <summary>What a file holds; no target values when they were not asked for.</summary>
    private sealed record Content(string Name, DatasetOrigin Origin, DatasetCsvHeader Header, float[] Spectra, float[] Targets,
        List<string>? Samples);

    /// <summary>Where the reader stands, for messages.</summary>
    private sealed class Position(string fileName, CsvReader reader, int commentLines)
    {
        public string FileName { get; } = fileName;

        /// <param name="column">Column, from 1.</param>
        /// <param name="header">Its header; null where there is none.</param>
        /// <param name="found">What stands there.</param>
        /// <param name="expected">What should.</param>
        public InvalidDatasetException Error(int column, string? header, string found, string expected) => new(
            $"{FileName}, line {reader.LineNumber + commentLines}, column {column}{(header is null ? "" : $" ('{header}')")}: found "
                + $"{found}; expected {expected}.");
    }

    /// <summary>Rows of equal length in one array that doubles as it fills.</summary>
    private sealed class GrowingArray(int columns)
    {
        private float[] _values = new float[checked(columns * 16)];

        public int Rows { get; private set; }

        public Span<float> NextRow()
        {
            int start = checked(Rows * columns);
            if (start + columns > _values.Length) Array.Resize(ref _values, (int)Math.Min(2L * _values.Length, Array.MaxLength));
            Rows++;
            return _values.AsSpan(start, columns);
        }

        public float[] ToArray()
        {
            Array.Resize(ref _values, Rows * columns);
            return _values;
        }
    }
}
