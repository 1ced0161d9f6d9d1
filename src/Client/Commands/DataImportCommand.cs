using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Text;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Storage;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep data import</c>: many files of spectra and a table of reference values become one dataset.</summary>
internal static class DataImportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> files = new("files")
        {
            Arity = ArgumentArity.OneOrMore,
            Description =
                $"Files or patterns such as 'spectra/*.dx': {string.Join("; ", FormatCatalog.All.Select(format => format.Description))}.",
        };
        Option<string?> references = new("--references")
        {
            HelpName = "TABLE",
            Description = "Table of reference values, text, .xlsx or Parquet; without it the files must hold values.",
        };
        Option<string?> tableSheet = new("--references-sheet")
        {
            HelpName = "NAME",
            Description = "Sheet of the table of reference values, which may be a sheet of the workbook of spectra. Default: --sheet.",
        };
        Option<bool> byRow = new("--by-row")
        {
            Description = "The table's rows belong to the spectra in their order. --id then names the column that tells which spectra are "
                + "of one sample.",
        };
        Option<string[]> targets = new("--targets")
        {
            HelpName = "NAME,NAME",
            Description = "Columns of values to take. Default: every column of numbers.",
            AllowMultipleArgumentsPerToken = true,
        };
        ReadingArguments reading = new();
        ResampleOption resample = new("Interpolate spectra of other axes to that of the first file.");
        Option<string> output = new("--out")
        {
            HelpName = "FILE",
            Description = "Where the dataset goes: NAME.safetensors, which keeps everything, or NAME.csv.",
            DefaultValueFactory = _ => "imported.safetensors",
        };
        Command command = new("import", "Make one dataset of instrument files and a table of reference values.")
        {
            files, references, tableSheet, byRow, targets, output,
        };
        resample.AddTo(command);
        reading.AddTo(command);
        command.Validators.Add(line =>
        {
            if (line.GetResult(tableSheet) is not null && line.GetResult(references) is null)
                line.AddError("--references-sheet names a sheet of the table; give --references TABLE with it.");
            if (line.GetValue(byRow) && line.GetResult(references) is null)
                line.AddError("--by-row says how spectra and a table belong together; give --references TABLE with it.");
        });
        command.SetAction(line =>
        {
            string[]? names = line.GetValue(targets) is { Length: > 0 } given
                ? [.. given.SelectMany(one => one.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]
                    : null;
            string? table = line.GetValue(references), sheet = line.GetValue(tableSheet);
            string to = line.GetValue(output)!;
            (SpectralDataset data, ImportReport report) = SpectraImport.Of(
                Expanded(line.GetValue(files)!, sheet is null ? table : null).Select(DatasetFile.Open),
                table is null ? null : DatasetFile.Open(table),
                reading.Read(line) with { Targets = names }, resample.Of(line),
                Path.GetFileNameWithoutExtension(to), line.GetValue(byRow), sheet);
            if (to.EndsWith(".csv", StringComparison.OrdinalIgnoreCase)) DatasetCsvWriter.WriteFile(data, to);
            else File.WriteAllBytes(to, DatasetArtifact.Of(data).Bytes.ToArray());
            TextWriter console = Console.Out;
            console.WriteLine($"{report.Files} files, {report.Spectra} spectra read; {report.Rows} with reference values of "
                + $"{string.Join(", ", data.Targets.Select(target => target.Header))}.");
            foreach (string note in report.Notes) console.WriteLine(note);
            console.WriteLine(FormattableString.Invariant(
                $"{data.ChannelCount} channels from {data.Wavelengths[0]} to {data.Wavelengths[^1]}{data.AxisUnit.Suffix()}, ")
                + $"ordinate {data.Ordinate.Name()}.");
            console.WriteLine($"Wrote {to}. Look at it: ionsweep data info {to}; train on it: ionsweep run --preset models --data {to}");
            return ExitCode.Done;
        });
        return command;
    }

    private static IEnumerable<string> Expanded(string[] patterns, string? except)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        if (except is not null) seen.Add(Path.GetFullPath(except));
        foreach (string pattern in patterns)
        {
            string[] found = File.Exists(pattern) ? [pattern] : Directory.Exists(pattern) ? Directory.GetFiles(pattern)
                : pattern.AsSpan().ContainsAny('*', '?') && Folder(pattern) is { } folder && Directory.Exists(folder)
                    ? Directory.GetFiles(folder, Path.GetFileName(pattern)) : [];
            if (found.Length == 0)
                throw new InvalidInputException($"files: nothing matches '{pattern}' (looked in '{Directory.GetCurrentDirectory()}').");
            foreach (string path in found.Order(StringComparer.Ordinal))
                if (seen.Add(Path.GetFullPath(path))) yield return path;
        }
    }

    private static string Folder(string pattern) => Path.GetDirectoryName(pattern) is { Length: > 0 } folder ? folder : ".";
}
