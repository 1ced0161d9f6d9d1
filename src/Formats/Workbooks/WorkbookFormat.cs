using System.IO.Compression;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;

namespace IonSweep.Formats.Workbooks;

/// <summary>Excel workbooks: spectra in the rows or columns of a sheet.</summary>
internal sealed class WorkbookFormat : IDatasetFormat
{
    public string Slug => "xlsx";

    public string Description => "Excel workbook (.xlsx)";

    public IReadOnlyList<string> Extensions => [".xlsx"];

    public bool Recognises(FileContent file)
    {
        if (!file.Bytes.Span.StartsWith("PK"u8)) return false;
        try
        {
            using ZipArchive zip = new(new MemoryStream(file.Bytes.ToArray(), writable: false));
            return zip.Entries.Any(entry => entry.FullName == "xl/workbook.xml");
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    public IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options)
    {
        WorkbookCells cells = WorkbookCells.Open(file, options.Sheet);
        try
        {
            return [TableLayout.Read(cells, options)];
        }
        catch (InvalidDatasetException e) when (options.Sheet is null && cells.Sheets.Count > 1)
        {
            throw new InvalidDatasetException(
                $"{e.Message} This is the first of {cells.Sheets.Count} sheets; name another (--sheet): "
                    + $"{string.Join(", ", cells.Sheets)}.", e);
        }
    }
}
