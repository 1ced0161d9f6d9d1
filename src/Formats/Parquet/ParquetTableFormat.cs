using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;

namespace IonSweep.Formats.Parquet;

/// <summary>Apache Parquet tables: spectra in rows, or in columns beside one of positions.</summary>
internal sealed class ParquetTableFormat : IDatasetFormat
{
    public string Slug => "parquet";

    public string Description => "Apache Parquet";

    public IReadOnlyList<string> Extensions => [".parquet", ".pq"];

    // A page header, whose first byte is none of a text, follows the mark.
    public bool Recognises(FileContent file) => file.Bytes.Length > 8 && file.Bytes.Span.StartsWith("PAR1"u8) && file.Bytes.Span[4] < 0x20;

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options) => Recognises(file)
        ? [TableLayout.Read(ParquetCells.Open(file), options)]
        : throw new InvalidDatasetException($"{file.Name} does not begin like a Parquet file; expected the bytes PAR1.");
}
