using System.Runtime.InteropServices;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats;

/// <summary>
/// Makes one dataset of many files: their spectra on one axis, joined with a table of reference values by the sample's name in the file, by
/// the file's name, by the file's name without its ending, or by the order of the rows.
/// </summary>
public sealed class SpectraImport
{
    private readonly List<(string File, string? Sample, float[] Values, float[] Targets)> _spectra = [];
    private readonly List<string> _notes = [];
    private readonly Dictionary<string, int> _chosen = [];
    private SpectralAxis? _axis;
    private Ordinate _ordinate;
    private IReadOnlyList<Target> _own = [];
    private string? _simulatedBy;
    private int _files;

    /// <summary>What was left out or changed, in words.</summary>
    public IReadOnlyList<string> Notes =>
        [.. _chosen.Select(note => $"{(note.Value == 1 ? "Of one file" : $"Of {note.Value} files")} {note.Key}."), .. _notes];

    /// <summary>Spectra so far.</summary>
    public int Count => _spectra.Count;

    /// <summary>Makes one dataset of files and, where there is one, a table of reference values.</summary>
    /// <param name="files">The files, each read when it comes.</param>
    /// <param name="table">The table; null takes the values that the files hold.</param>
    /// <param name="options">
    /// How files are read. Id column and targets are those of the table, where there is one, else those of the files.
    /// </param>
    /// <param name="resample">How spectra of another axis come to that of the first file; null refuses them.</param>
    /// <param name="name">The dataset's name.</param>
    /// <param name="byRow">
    /// The table's rows belong to the spectra in their order. Its id column, where one is named, tells which are of one sample.
    /// </param>
    /// <param name="tableSheet">The table's sheet; null takes that of the options.</param>
    /// <exception cref="InvalidDatasetException">A file or the table cannot be read, or nothing matched; says what to do.</exception>
    public static (SpectralDataset Data, ImportReport Report) Of(
        IEnumerable<FileContent> files, FileContent? table, ReadingOptions options, Interpolation? resample, string name,
        bool byRow = false, string? tableSheet = null)
    {
        SpectraImport import = new();
        ReadingOptions ofTable = options with { Sheet = tableSheet ?? options.Sheet };
        ReferenceTable? references =
            table is null || byRow ? null : ReferenceTable.Read(table, ofTable.IdColumn, ofTable.Targets, ofTable.Sheet);
        // What the table has is not taken from the files; a column of theirs that is called like its ids holds ids too.
        ReadingOptions ofFiles = table is null ? options
            : options with { IdColumn = null, IdColumnIfAny = references?.IdHeader, Targets = [] };
        foreach (FileContent file in files) import.Add(file, ofFiles, resample);
        if (table is not null && byRow) import.TakeRows(table, ofTable);
        return (import.ToDataset(name, references), import.Report!);
    }

    /// <summary>What matched and what did not; null before the dataset was made.</summary>
    public ImportReport? Report { get; private set; }

    /// <summary>Adds a file's spectra.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How it is read.</param>
    /// <param name="resample">How spectra of another axis come to that of the first file; null refuses them.</param>
    /// <exception cref="InvalidDatasetException">It cannot be read, or its axis, unit or ordinate differ from the others'.</exception>
    public void Add(FileContent file, ReadingOptions options, Interpolation? resample)
    {
        _files++;
        foreach (SpectraBlock read in DatasetFile.ReadBlocks(file, options))
        {
            SpectraBlock block = _axis is null ? read : OnAxis(file, read, resample);
            if (block.Note is { } note) _chosen[note] = _chosen.GetValueOrDefault(note) + 1;
            if (_axis is null) (_axis, _ordinate, _own) = (block.Axis, block.Ordinate, block.Targets);
            _simulatedBy ??= block.SimulatedBy;
            int channels = block.Axis.Count, targets = block.Targets.Count;
            if (targets != _own.Count || !block.Targets.SequenceEqual(_own)) _own = []; // not the same in all files: of no use
            for (int row = 0; row < block.RowCount; row++)
                _spectra.Add((file.Name, block.SampleIds?[row], block.Spectra.AsSpan(row * channels, channels).ToArray(),
                    block.TargetValues.AsSpan(row * targets, targets).ToArray()));
        }
    }

    /// <summary>Gives the spectra so far the values of a table's rows, in their order.</summary>
    private void TakeRows(FileContent table, ReadingOptions options)
    {
        (IReadOnlyList<Target> targets, IReadOnlyList<float[]> rows, IReadOnlyList<string>? samples) =
            ReferenceTable.ReadRows(table, options.IdColumn, options.Targets, options.Sheet);
        if (rows.Count != _spectra.Count)
            throw new InvalidDatasetException(
                $"{table.Name} has {rows.Count} rows, and there are {_spectra.Count} spectra; by row there must be one for each.");
        _own = targets;
        for (int row = 0; row < rows.Count; row++)
            _spectra[row] = _spectra[row] with
            {
                Sample = samples?[row] is { Length: > 0 } sample ? sample : _spectra[row].Sample,
                Targets = rows[row],
            };
    }

    /// <summary>The dataset of all spectra that have values.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="references">Reference values; null takes those that the files hold.</param>
    /// <exception cref="InvalidDatasetException">Nothing was added, nothing matched, or no file holds values.</exception>
    public SpectralDataset ToDataset(string name, ReferenceTable? references)
    {
        if (_axis is null) throw new InvalidDatasetException("There is no spectrum to import; expected at least one file.");
        if (references is null && _own.Count == 0)
            throw new InvalidDatasetException(
                "The files hold no reference values that all have in common; give a table of them (--references TABLE).");
        IReadOnlyList<Target> targets = references?.Targets ?? _own;
        List<float> spectra = [], values = [];
        List<string> ids = [], unmatched = [];
        HashSet<string> used = new(StringComparer.OrdinalIgnoreCase);
        Dictionary<string, int> inFile = _spectra.CountBy(one => one.File).ToDictionary();
        SampleNames? names = references is null ? null : new SampleNames(references.Values.Keys);
        int without = 0;
        for (int at = 0; at < _spectra.Count; at++)
        {
            (string file, string? sample, float[] spectrum, float[] own) = _spectra[at];
            float[]? row = own;
            string stem = Path.GetFileNameWithoutExtension(file);
            // Rows of a table that name no sample are samples of their own, however many the table has.
            string id = sample ?? (inFile[file] == 1 ? stem : FormattableString.Invariant($"{stem} {at + 1}"));
            if (references is not null)
            {
                string? key = new[] { sample, file, stem }.Select(one => one is null ? null : names!.Find(one))
                    .FirstOrDefault(one => one is not null);
                row = key is null ? null : references.Values[key];
                if (key is not null) (_, id) = (used.Add(key), key);
            }
            if (row is null) unmatched.Add(sample is null ? file : $"{file} ({sample})");
            else if (row.All(float.IsNaN)) without++;
            else
            {
                spectra.AddRange(spectrum);
                values.AddRange(row);
                ids.Add(id);
            }
        }
        string[] unmet = references is null ? [] : [.. references.Values.Keys.Where(key => !used.Contains(key))];
        if (unmatched.Count > 0) _notes.Add($"{unmatched.Count} of {_spectra.Count} spectra have no reference value: {Listed(unmatched)}.");
        if (unmet.Length > 0)
            _notes.Add($"{unmet.Length} of {references!.Values.Count} samples of the table have no spectrum: {Listed(unmet)}.");
        if (without > 0) _notes.Add($"{without} spectra have no value of any target and are left out.");
        string? missing = MissingValues.Describe(targets, CollectionsMarshal.AsSpan(values));
        if (missing is not null) _notes.Add($"There are {missing}.");
        if (ids.Count == 0)
            throw new InvalidDatasetException(
                $"No spectrum has reference values. Spectra are named "
                    + $"{Listed([.. _spectra.Select(one => one.Sample ?? one.File).Distinct()])}; the table's samples "
                    + $"('{references?.IdHeader}') are {Listed([.. references?.Values.Keys ?? []])}. Name the column of ids (--id), or, "
                    + "where the table's rows stand in the order of the spectra, give --by-row.");
        Report = new ImportReport(
            _files, _spectra.Count, ids.Count, unmatched, unmet, without, Notes);
        string origin = missing is null ? Origin() : $"{Origin()}, {missing}";
        return new SpectralDataset(
            name, new DatasetOrigin(_simulatedBy is not null, origin), _axis.Positions, targets, [.. spectra], [.. values],
            ids.Distinct().Count() < ids.Count || references is not null ? ids : null, _axis.Unit, _ordinate);
    }

    private string Origin()
    {
        string files = $"imported from {_spectra.Select(one => one.File).Distinct().Count()} files";
        return _simulatedBy is null ? files : $"{_simulatedBy}, {files}";
    }

    private SpectraBlock OnAxis(FileContent file, SpectraBlock block, Interpolation? resample)
    {
        if (block.Axis.Unit != _axis!.Unit)
            throw new InvalidDatasetException(
                $"{file.Name}: its axis is {block.Axis.Unit.Title()}, that of the files before {_axis.Unit.Title()}; import them apart.");
        if (block.Ordinate != _ordinate && block.Ordinate != Ordinate.Unknown && _ordinate != Ordinate.Unknown)
            throw new InvalidDatasetException(
                $"{file.Name} holds {block.Ordinate.Name()}, the files before {_ordinate.Name()}; convert them first.");
        if (SpectralAxis.AreSame(block.Axis.Positions, _axis.Positions)) return block;
        if (resample is not { } interpolation)
            throw new InvalidDatasetException(FormattableString.Invariant(
                $"{file.Name} has {block.Axis.Count} channels from {block.Axis.Positions[0]} to {block.Axis.Positions[^1]}; ")
                + FormattableString.Invariant($"the files before {_axis.Count} from {_axis.Positions[0]} to {_axis.Positions[^1]}. ")
                + "Give --resample linear or cubic to interpolate, or import them apart.");
        CutTo(file, block.Axis);
        if (SpectralAxis.AreSame(block.Axis.Positions, _axis.Positions)) return block;
        UnlabelledSpectra resampled = new UnlabelledSpectra(
            file.Name, new DatasetOrigin(false, file.Name), block.Axis.Positions, block.Spectra, null)
        { AxisUnit = block.Axis.Unit }
            .Resampled(_axis.Positions, interpolation);
        _notes.Add($"{file.Name} was interpolated ({interpolation.ToString().ToLowerInvariant()}) to the first file's axis.");
        return block with { Axis = _axis, Spectra = resampled.Spectra };
    }

    /// <summary>Leaves out the channels that a file does not reach, of all spectra so far; nothing is extrapolated.</summary>
    private void CutTo(FileContent file, SpectralAxis other)
    {
        IReadOnlyList<double> positions = _axis!.Positions;
        if (Resampling.Covers(other.Positions, positions)) return;
        int[] kept = [.. Enumerable.Range(0, positions.Count).Where(c => Resampling.Covers(other.Positions, [positions[c], positions[c]]))];
        if (kept.Length < 2)
            throw new InvalidDatasetException(FormattableString.Invariant(
                $"{file.Name} reaches from {other.Positions[0]} to {other.Positions[^1]}{other.Unit.Suffix()}, the files before from ")
                + FormattableString.Invariant($"{positions[0]} to {positions[^1]}{other.Unit.Suffix()}: they have no range in common. ")
                + "Import them apart.");
        _notes.Add(FormattableString.Invariant(
            $"Channels that {file.Name} does not reach were left out, {positions.Count - kept.Length} of {positions.Count}; ")
            + FormattableString.Invariant($"{positions[kept[0]]} to {positions[kept[^1]]}{other.Unit.Suffix()} are kept."));
        _axis = new SpectralAxis(_axis.Unit, [.. kept.Select(c => positions[c])]);
        for (int row = 0; row < _spectra.Count; row++)
            _spectra[row] = _spectra[row] with { Values = [.. kept.Select(c => _spectra[row].Values[c])] };
    }

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(5)) + (names.Count > 5 ? $" and {names.Count - 5} more" : "");
}
