using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Sweeps.Service;
using IonSweep.Web.Http;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Api;

/// <summary>What an import sends, a field each.</summary>
/// <param name="Files">Spectra, one file or many, in any known format.</param>
/// <param name="References">A table of reference values; left out where the files hold them.</param>
/// <param name="Name">The dataset's name. Default that of the only file or of the table.</param>
/// <param name="Id">Column of sample ids or file names. Default: of the table the first, of files <c>sample</c> or <c>id</c>.</param>
/// <param name="Sheet">Sheet of workbooks. Default the first.</param>
/// <param name="Targets">Columns of values to take, separated by commas. Default every column of numbers.</param>
/// <param name="Resample">
/// <c>linear</c> or <c>cubic</c>: how spectra of another axis come to that of the first file. Default: they are refused.
/// </param>
public sealed record ImportForm(
    IFormFileCollection Files, IFormFile? References, string? Name, string? Id, string? Sheet, string? Targets, string? Resample);

/// <summary>What an import made.</summary>
/// <param name="Dataset">The dataset.</param>
/// <param name="Matched">What matched and what did not.</param>
public sealed record ImportedDataset(StoredDataset Dataset, ImportReport Matched);

/// <summary>Takes a form with files, for programs and for the page, and makes one dataset of it.</summary>
internal sealed class DatasetImport(ISweepService service, ServerOptions options, UploadSlots slots)
{
    private static readonly string[] Ways = ["linear", "cubic"];

    /// <summary>Reads the form and stores the dataset.</summary>
    /// <exception cref="BadHttpRequestException">The form is no such form (400, 415) or too large (413).</exception>
    /// <exception cref="InvalidDatasetException">The files cannot be used; says which and why.</exception>
    public async Task<ImportedDataset> ReadAsync(HttpContext context, CancellationToken cancellation)
    {
        using IDisposable slot = await slots.TakeAsync(cancellation);
        IFormCollection form = await FilesForm.ReadAsync(context.Request, options.MaximumDatasetBytes, cancellation);
        // Reading takes a while and holds its thread, so it gets one of its own.
        (SpectralDataset data, ImportReport report) = await Task.Factory.StartNew(
            () => Read(form), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        string sha256 = await service.StoreDatasetAsync(data, cancellation);
        return new ImportedDataset(await StoredDataset.OfAsync(sha256, data, cancellation), report);
    }

    private static (SpectralDataset Data, ImportReport Report) Read(IFormCollection form)
    {
        // A browser sends a field without a file as a file without a name.
        FileContent[] files = [.. form.Files.GetFiles("files").Where(IsThere).Select(Content)];
        FileContent? table = form.Files.GetFile("references") is { } sent && IsThere(sent) ? Content(sent) : null;
        if (files.Length == 0) throw new InvalidDatasetException("files: there is none; expected at least one file of spectra.");
        Interpolation? resample = Text("resample") is not { } way ? null
            : Ways.Contains(way) ? Enum.Parse<Interpolation>(way, ignoreCase: true)
            : throw new InvalidDatasetException($"resample: expected {string.Join(" or ", Ways)}, found '{way}'.");
        ReadingOptions reading = new()
        {
            Sheet = Text("sheet"),
            IdColumn = Text("id"),
            Targets = Text("targets")?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };
        string name = Text("name") ?? Path.GetFileNameWithoutExtension(table?.Name ?? files[0].Name);
        if (files.Length > 1 || table is not null || resample is not null)
            return SpectraImport.Of(files, table, reading, resample, name);
        // One file by itself is the dataset that the other ways to store it make of it.
        SpectralDataset data = DatasetFile.Read(files[0] with { Name = name + Path.GetExtension(files[0].Name) }, reading);
        return (data, new ImportReport(1, data.RowCount, data.RowCount, [], [], 0, []));

        string? Text(string field) => form[field].ToString().Trim() is { Length: > 0 } text ? text : null;
    }

    private static bool IsThere(IFormFile file) => file.FileName.Length > 0;

    private static FileContent Content(IFormFile file)
    {
        byte[] bytes = new byte[file.Length];
        using Stream content = file.OpenReadStream();
        content.ReadExactly(bytes);
        return new FileContent(PlainName(file.FileName), bytes);
    }

    // A label, and what a table may name the sample by; it never becomes a path.
    private static string PlainName(string name)
    {
        string last = name[(name.AsSpan().LastIndexOfAny('/', '\\') + 1)..];
        string plain = new([.. last.Where(c => !char.IsControl(c)).Take(200)]);
        return plain.Trim().Length == 0 ? "file" : plain.Trim();
    }
}
