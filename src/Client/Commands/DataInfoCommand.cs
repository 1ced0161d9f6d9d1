using System.CommandLine;
using System.Globalization;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Spectra.Splitting;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep data info</c>: what a table holds, before training on it.</summary>
internal static class DataInfoCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> source = new("file")
        {
            HelpName = $"FILE|{DataSources.Simulate}",
            Description = "File of spectra with targets, in any known format, or the simulated solutions."
        };
        Command command = new("info", "Describe a table: spectra, channels, targets, and the split it would get.") { source };
        command.SetAction(async line =>
        {
            string file = line.GetValue(source)!;
            Write(await SourceData.LoadAsync(file == DataSources.Simulate ? new DataSpec()
                : new DataSpec { Source = DataSources.File, File = file }));
            return ExitCode.Done;
        });
        return command;
    }

    private static void Write(SpectralDataset data)
    {
        TextWriter output = Console.Out;
        output.WriteLine(Text(
            $"{data.Name}: {data.RowCount} spectra, {data.ChannelCount} channels ")
            + Text($"from {data.Wavelengths[0]} to {data.Wavelengths[^1]}{data.AxisUnit.Suffix()}"));
        output.WriteLine(data.Origin.IsSimulated ? $"Simulated data: {data.Origin.Description}."
            : $"Measured data: {data.Origin.Description}.");
        if (data.SampleIds is { } ids)
            output.WriteLine(Text($"{ids.Distinct().Count()} samples; all spectra of a sample stay in the same part of a split."));
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
        int flat = Enumerable.Range(0, data.ChannelCount).Count(c => IsFlat(data, c));
        if (flat > 0) output.WriteLine(Text($"{flat} channels have the same value in every spectrum and tell nothing."));
        ConsoleTable.Write(Terminal.Out, new(
            "Targets",
            ["Target", "Key", "Minimum", "Maximum", "Mean", "SD", "Rows above 0"],
            [.. data.Targets.Select((target, t) => Row(target, data.TargetColumn(t)))]));
    }

    private static string[] Row(Target target, float[] values)
    {
        double mean = values.Average(v => (double)v);
        double sd = values.Length > 1 ? Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1)) : double.NaN;
        return
        [
            target.Header, target.Slug, NumberText.Significant(values.Min(), 4), NumberText.Significant(values.Max(), 4),
            NumberText.Significant(mean, 4), NumberText.Significant(sd, 4), values.Count(v => v > 0).ToString(CultureInfo.InvariantCulture),
        ];
    }

    private static bool IsFlat(SpectralDataset data, int channel)
    {
        float first = data.Spectrum(0)[channel];
        for (int row = 1; row < data.RowCount; row++)
            if (data.Spectrum(row)[channel] != first) return false;
        return true;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
