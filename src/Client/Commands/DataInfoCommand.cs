using System.CommandLine;
using System.Globalization;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Learning.Inspection;
using IonSweep.Report;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Splitting;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep data info</c>: what a dataset holds and what is remarkable about it, before training on it.</summary>
internal static class DataInfoCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> source = new("file")
        {
            HelpName = $"FILE|{DataSources.Simulate}",
            Description = "Spectra in any known format, with targets or without, or the simulated solutions."
        };
        Option<string?> html = new("--html")
        {
            HelpName = "FILE",
            Description = "Write a page with figures of spectra, targets, replicates and outliers; readable offline."
        };
        Option<string?> target = new("--target")
        {
            HelpName = "NAME",
            Description = "With --html: the target that colours the spectra. Default: the first."
        };
        Command command = new("info", "Describe spectra and targets, the split they would get, and warn of what is wrong with them.")
        {
            source, html, target,
        };
        ReadingArguments reading = new();
        reading.AddTo(command);
        command.Validators.Add(line =>
        {
            if (line.GetResult(target) is not null && line.GetResult(html) is null)
                line.AddError("--target colours the page's spectra; give --html FILE with it.");
        });
        command.SetAction(async line =>
        {
            string file = line.GetValue(source)!;
            ReadingOptions options = reading.Read(line);
            SpectralDataset? data = file == DataSources.Simulate ? await SourceData.LoadAsync(new DataSpec())
                : DatasetFile.ReadBlocks(DatasetFile.Open(file), options).All(block => block.Targets.Count > 0)
                    ? DatasetFile.Read(file, options) : null;
            DatasetInspection inspection =
                data is null ? DatasetInspection.Of(DatasetFile.ReadSpectra(file, options)) : DatasetInspection.Of(data);
            int colour = TargetOf(inspection, line.GetValue(target));
            Write(inspection, data);
            if (line.GetValue(html) is { } page)
            {
                WholeFile.Write(page, await DatasetDocument.RenderAsync(inspection, colour));
                Console.Out.WriteLine($"Written: {page}");
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static int TargetOf(DatasetInspection inspection, string? name)
    {
        if (name is null) return 0;
        string[] names = [.. inspection.Targets.Select(one => one.Target.Name)];
        int found = Array.FindIndex(names, one => one.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found < 0) found = Array.FindIndex(names, one => new Target(one, "").Slug == name);
        if (found >= 0) return found;
        throw new InvalidInputException(names.Length == 0 ? $"--target: there are no targets, thus no '{name}'."
            : $"--target: there is no '{name}'{NearestName.Hint(name, names)} There are {string.Join(", ", names)}.");
    }

    private static void Write(DatasetInspection inspection, SpectralDataset? labelled)
    {
        TextWriter output = Console.Out;
        UnlabelledSpectra data = inspection.Data;
        output.WriteLine(Text(
            $"{data.Name}: {data.RowCount} spectra, {data.ChannelCount} channels ")
            + Text($"from {data.Wavelengths[0]} to {data.Wavelengths[^1]}{data.AxisUnit.Suffix()}")
            + (data.Ordinate == Ordinate.Unknown ? "" : $", {data.Ordinate.Name()}"));
        output.WriteLine(data.Origin.IsSimulated ? $"Simulated data: {data.Origin.Description}."
            : $"Measured data: {data.Origin.Description}.");
        if (data.SampleIds is { } ids)
            output.WriteLine(Text($"{ids.Distinct().Count()} samples")
                + (labelled is null ? "." : "; all spectra of a sample stay in the same part of a split."));
        if (labelled is null)
            output.WriteLine("There are no targets: predict them, or join reference values by ionsweep data import --references.");
        else WriteSplit(labelled);
        ConsoleTable.Write(Terminal.Out, DatasetTables.Targets(inspection));
        ConsoleTable.Write(Terminal.Out, DatasetTables.Outliers(inspection));
        output.WriteLine();
        foreach (string warning in inspection.Warnings) output.WriteLine($"Warning: {warning}");
        if (inspection.Warnings.Count == 0) output.WriteLine("No warnings.");
    }

    private static void WriteSplit(SpectralDataset data)
    {
        TextWriter output = Console.Out;
        try
        {
            FoldSplit split = MonteCarloSplitter.Split(data, seed: 1, fold: 0);
            output.WriteLine(
                Text($"Rows for training/validation/test: {split.Training.Length}/{split.Validation.Length}/{split.Test.Length}"));
        }
        catch (InvalidDatasetException e)
        {
            output.WriteLine($"It cannot be split: {e.Message}");
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
