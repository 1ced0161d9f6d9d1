using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Formats.Text;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Text;

/// <summary>Tables as text: commas, semicolons or tabs, decimal points or commas, spectra in rows or in columns.</summary>
internal sealed class DelimitedTextFormat : IDatasetFormat
{
    public string Slug => "text";

    public string Description => "delimited text (CSV, semicolons, tabs)";

    public IReadOnlyList<string> Extensions => [".csv", ".txt", ".tsv", ".dat"];

    public bool Recognises(FileContent file) => TextEncoding.IsText(file.Bytes.Span);

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        DelimitedCells cells = new(file.Name, TextEncoding.Decode(file.Bytes.Span));
        CsvRemarks remarks = CsvRemarks.Parse(cells.Comments);
        SpectraBlock block = TableLayout.Read(cells, options, remarks.Axis);
        return [remarks.Ordinate == Ordinate.Unknown ? block with { SimulatedBy = remarks.SimulatedBy }
            : block with { SimulatedBy = remarks.SimulatedBy, Ordinate = remarks.Ordinate }];
    }
}
