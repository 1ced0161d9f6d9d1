using System.Globalization;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Opus;

/// <summary>
/// Bruker OPUS (after the descriptions of the programs brukeropus and opusreader2): a directory of blocks; values of a spectrum and, in a
/// block of parameters of the same type, its axis and scale. Of several spectra the result is read (absorbance before reflectance before
/// single channels), of equal kinds the one after manipulation, and of those the last.
/// </summary>
internal sealed class OpusFormat : IDatasetFormat
{
    private const int HeaderLength = 24, EntryLength = 12, MostBlocks = 1024; // OPUS makes room for 40

    private static readonly byte[] Magic = [0x0A, 0x0A, 0xFE, 0xFE];

    public string Slug => "opus";

    public string Description => "Bruker OPUS";

    public IReadOnlyList<string> Extensions => [".0", ".1", ".0000", ".opus"];

    public bool Recognises(FileContent file) => file.Bytes.Length >= HeaderLength && file.Bytes.Span.StartsWith(Magic);

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        if (!Recognises(file))
            throw new InvalidDatasetException($"{file.Name} does not begin like an OPUS file; expected the bytes 0A 0A FE FE.");
        FileFields fields = new(file, isBigEndian: false);
        List<OpusBlock> blocks = Directory(fields);
        List<OpusSpectrum> spectra = Spectra(fields, blocks);
        OpusSpectrum chosen = Chosen(file, blocks, spectra, options.Spectrum);
        string? sample = blocks.Where(block => block.IsSample).Select(block => new OpusParameters(fields, block).Text("SNM"))
            .LastOrDefault(name => name is not null);
        string[] others = [.. spectra.Where(one => one.Name != chosen.Name).Select(one => one.Name).Distinct()];
        SpectraBlock block = chosen.Read(fields);
        return
        [
            block with
            {
                SampleIds = sample is null ? null : [.. Enumerable.Repeat(sample, block.RowCount)],
                Note = others.Length == 0 ? null
                    : $"{chosen.Name} was read; also there: {string.Join(", ", others)} (choose with --spectrum)",
            },
        ];
    }

    private static List<OpusBlock> Directory(FileFields fields)
    {
        int start = fields.Int32(12, "the start of the directory"), most = fields.Int32(16, "the size of the directory");
        if (start < HeaderLength || start >= fields.Length)
            throw fields.Error(12, string.Create(CultureInfo.InvariantCulture, $"a directory at {start}"), "one inside the file");
        List<OpusBlock> blocks = [];
        for (int i = 0, at = start; i < most && at + EntryLength <= fields.Length; i++, at += EntryLength)
        {
            int words = fields.Int32(at + 4), offset = fields.Int32(at + 8);
            if (offset <= 0) break;
            if (words < 0)
                throw fields.Error(at + 4, string.Create(CultureInfo.InvariantCulture, $"a block of {words} words"), "0 or more");
            if (blocks.Count == MostBlocks)
                throw fields.Error(16, string.Create(CultureInfo.InvariantCulture, $"a directory of {most} blocks"),
                    string.Create(CultureInfo.InvariantCulture, $"{MostBlocks} at most"));
            blocks.Add(new OpusBlock((uint)fields.Int32(at), offset, 4L * words));
        }
        return blocks;
    }

    /// <summary>Values with their axes: those of equal type by the order of the file, unless another axis names their maximum.</summary>
    private static List<OpusSpectrum> Spectra(FileFields fields, List<OpusBlock> blocks)
    {
        OpusBlock[] values = [.. blocks.Where(block => block.IsData && OpusKind.Of(block) is not null)];
        ILookup<uint, OpusParameters> axes = blocks.Where(block => block.IsStatus && values.Any(one => one.Key == block.Key))
            .ToLookup(block => block.Key, block => new OpusParameters(fields, block));
        List<OpusSpectrum> spectra = [];
        foreach (IGrouping<uint, OpusBlock> equal in values.GroupBy(block => block.Key))
        {
            OpusParameters[] own = [.. axes[equal.Key]]; // none for a report on a spectrum, which has its type too
            foreach ((OpusBlock data, int place) in equal.Select((data, place) => (data, place)))
            {
                if (own.Length == 0) continue;
                OpusSpectrum inOrder = new(data, OpusKind.Of(data)!, own[Math.Min(place, own.Length - 1)]);
                spectra.Add(own.Length == 1 ? inOrder
                    : own.Select(axis => inOrder.With(axis)).FirstOrDefault(one => one.HasItsMaximum(fields)) ?? inOrder);
            }
        }
        return [.. spectra.OrderBy(one => one.Offset)];
    }

    private static OpusSpectrum Chosen(FileContent file, List<OpusBlock> blocks, List<OpusSpectrum> spectra, string? wanted)
    {
        if (spectra.Count == 0)
        {
            string[] found = [.. blocks.Where(block => block.IsData).Select(OpusKind.Refused).Distinct()];
            throw new InvalidDatasetException(
                $"{file.Name} holds {(found.Length == 0 ? "no spectrum" : string.Join(", ", found))}; expected an absorbance, reflectance "
                    + "or other optical spectrum with its axis. Compute and save the spectrum in OPUS.");
        }
        OpusSpectrum[] ranked = [.. spectra.AsEnumerable().Reverse().OrderBy(one => one.Rank)]; // of equals the last in the file first
        return wanted is null ? ranked[0]
            : ranked.FirstOrDefault(one => one.Name.Equals(wanted, StringComparison.OrdinalIgnoreCase))
                ?? throw new InvalidDatasetException(
                    $"{file.Name} holds no spectrum '{wanted}'; it holds {string.Join(", ", ranked.Select(one => one.Name).Distinct())}.");
    }
}
