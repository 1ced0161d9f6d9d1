using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats;

/// <summary>
/// Reads one file of any known format. Channels come in ascending order, whatever the file's: spectra and axis are turned round together.
/// </summary>
public static class DatasetFile
{
    /// <summary>
    /// Spectra with their targets. Rows without a value of any target are left out; the dataset's origin says so, and in how many rows a
    /// target has a value.
    /// </summary>
    /// <param name="path">The file; the dataset is named after it.</param>
    /// <param name="options">What a user says beyond the content; null for nothing.</param>
    /// <exception cref="InvalidDatasetException">
    /// Missing, of no known format, damaged, of several axes, or without targets; names file and place.
    /// </exception>
    public static SpectralDataset Read(string path, ReadingOptions? options = null) => Read(Open(path), options);

    /// <inheritdoc cref="Read(string, ReadingOptions?)"/>
    public static SpectralDataset Read(FileContent file, ReadingOptions? options = null)
    {
        SpectraBlock block = OneAxis(file, options);
        if (block.Targets.Count == 0)
            throw new InvalidDatasetException(
                $"{file.Name} holds spectra without targets. Join them with reference values: "
                    + "ionsweep data import FILES --references TABLE --id COLUMN.");
        int targets = block.Targets.Count;
        int[] rows = [.. Enumerable.Range(0, block.RowCount).Where(
            row => block.TargetValues.AsSpan(row * targets, targets).ContainsAnyInRange(float.MinValue, float.MaxValue))];
        if (rows.Length == 0)
            throw new InvalidDatasetException(
                $"{file.Name}: no row has a value of a target ({string.Join(", ", block.Targets.Select(target => target.Name))}).");
        return Dataset(file, block, rows);
    }

    /// <summary>Spectra whose targets are not known, or not looked at.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What a user says beyond the content; null for nothing.</param>
    /// <exception cref="InvalidDatasetException">Missing, of no known format, damaged or of several axes.</exception>
    public static UnlabelledSpectra ReadSpectra(string path, ReadingOptions? options = null) => ReadSpectra(Open(path), options);

    /// <inheritdoc cref="ReadSpectra(string, ReadingOptions?)"/>
    public static UnlabelledSpectra ReadSpectra(FileContent file, ReadingOptions? options = null)
    {
        SpectraBlock block = OneAxis(file, options);
        return new UnlabelledSpectra(
            Path.GetFileNameWithoutExtension(file.Name), OriginOf(file, block), block.Axis.Positions, block.Spectra, block.SampleIds)
        { AxisUnit = block.Axis.Unit, Ordinate = block.Ordinate, Note = block.Note };
    }

    /// <summary>All blocks of a file, channels ascending.</summary>
    /// <inheritdoc cref="ReadSpectra(string, ReadingOptions?)" path="/exception"/>
    public static IReadOnlyList<SpectraBlock> ReadBlocks(FileContent file, ReadingOptions? options = null) =>
        [.. FormatCatalog.Of(file).Read(file, options ?? ReadingOptions.Default).Select(Ascending)];

    /// <summary>A file's bytes.</summary>
    /// <exception cref="InvalidDatasetException">It cannot be read.</exception>
    public static FileContent Open(string path)
    {
        try
        {
            return new FileContent(Path.GetFileName(path), File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new InvalidDatasetException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static SpectraBlock OneAxis(FileContent file, ReadingOptions? options)
    {
        IReadOnlyList<SpectraBlock> blocks = ReadBlocks(file, options);
        if (blocks.Count == 1) return blocks[0];
        if (blocks.FirstOrDefault(block => !block.Axis.Equals(blocks[0].Axis)) is { } other)
            throw new InvalidDatasetException(FormattableString.Invariant(
                $"{file.Name} holds spectra of {blocks[0].Axis.Count} channels from {blocks[0].Axis.Positions[0]} and of ")
                + FormattableString.Invariant($"{other.Axis.Count} from {other.Axis.Positions[0]}; ")
                + "import it with ionsweep data import --resample.");
        Ordinate[] known = [.. blocks.Select(block => block.Ordinate).Where(ordinate => ordinate != Ordinate.Unknown).Distinct()];
        if (known.Length > 1)
            throw new InvalidDatasetException(
                $"{file.Name} holds spectra of {known[0].Name()} and of {known[1].Name()}; expected one of them. "
                    + "Export them into files of their own.");
        bool named = blocks.All(block => block.SampleIds is not null), labelled = blocks.All(
            block => block.Targets.Count > 0 && block.Targets.SequenceEqual(blocks[0].Targets));
        return blocks[0] with
        {
            Spectra = [.. blocks.SelectMany(block => block.Spectra)],
            SampleIds = named ? [.. blocks.SelectMany(block => block.SampleIds!)] : null,
            Targets = labelled ? blocks[0].Targets : [],
            TargetValues = labelled ? [.. blocks.SelectMany(block => block.TargetValues)] : [],
        };
    }

    private static SpectraBlock Ascending(SpectraBlock block)
    {
        if (!block.Axis.IsDescending) return block;
        int channels = block.Axis.Count;
        float[] spectra = [.. block.Spectra];
        for (int row = 0; row < block.RowCount; row++) spectra.AsSpan(row * channels, channels).Reverse();
        return block with { Axis = new SpectralAxis(block.Axis.Unit, [.. block.Axis.Positions.Reverse()]), Spectra = spectra };
    }

    private static SpectralDataset Dataset(FileContent file, SpectraBlock block, int[] rows)
    {
        int channels = block.Axis.Count, targets = block.Targets.Count;
        bool all = rows.Length == block.RowCount;
        float[] values = all ? block.TargetValues
            : [.. rows.SelectMany(row => block.TargetValues.AsSpan(row * targets, targets).ToArray())];
        DatasetOrigin origin = OriginOf(file, block);
        if (!all)
            origin = origin with
            {
                Description =
                    $"{origin.Description}, {block.RowCount - rows.Length} of {block.RowCount} rows left out, which have no value",
            };
        if (MissingValues.Describe(block.Targets, values) is { } missing)
            origin = origin with { Description = $"{origin.Description}, {missing}" };
        return new SpectralDataset(
            Path.GetFileNameWithoutExtension(file.Name), origin,
            block.Axis.Positions, block.Targets,
            all ? block.Spectra : [.. rows.SelectMany(row => block.Spectra.AsSpan(row * channels, channels).ToArray())],
            values,
            block.SampleIds is null ? null : [.. rows.Select(row => block.SampleIds[row])], block.Axis.Unit, block.Ordinate);
    }

    private static DatasetOrigin OriginOf(FileContent file, SpectraBlock block) =>
        new(
        block.SimulatedBy is not null, block.SimulatedBy ?? (block.Note is null ? file.Name : $"{file.Name}, {block.Note}"));
}
