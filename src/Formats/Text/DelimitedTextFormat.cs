using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;

namespace IonSweep.Formats.Text;

/// <summary>Tables as text: commas, semicolons or tabs, decimal points or commas, spectra in rows or in columns.</summary>
internal sealed class DelimitedTextFormat : IDatasetFormat
{
    private const string SimulatedMark = "simulated:";

    public string Slug => "text";

    public string Description => "delimited text (CSV, semicolons, tabs)";

    public IReadOnlyList<string> Extensions => [".csv", ".txt", ".tsv", ".dat"];

    public bool Recognises(FileContent file) => TextEncoding.IsText(file.Bytes.Span);

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        DelimitedCells cells = new(file.Name, TextEncoding.Decode(file.Bytes.Span));
        string? simulated = cells.Comments.FirstOrDefault(comment => comment.StartsWith(SimulatedMark, StringComparison.Ordinal));
        return [TableLayout.Read(cells, options) with { SimulatedBy = simulated?[SimulatedMark.Length..].Trim() }];
    }
}
