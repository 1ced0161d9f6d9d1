using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Running;
using IonSweep.Formats.Text;
using IonSweep.Spectra;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep data export DIR</c>: writes a sweep's spectra, given or generated, as CSV.</summary>
internal static class DataExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        Option<string> output = new("--out", "-o") { HelpName = "FILE", Description = "CSV file to write.", Required = true };
        Option<int?> fold = NumberOption.Create<int>("--fold", "With --strategy: fold whose generated spectra to write, from 0.", 0);
        Option<string?> strategy = new("--strategy")
        {
            HelpName = "NAME",
            Description = "With --fold: strategy whose generated spectra to write."
        };
        Command command = new(
            "export", "Write the spectra of a sweep as CSV: those it trains on, or those generated for one fold and strategy.") { folder,
                output, fold, strategy };
        command.Validators.Add(line =>
        {
            if (line.GetResult(fold) is null != line.GetResult(strategy) is null)
                line.AddError("--fold and --strategy belong together; give both for generated spectra, none for the sweep's own data.");
        });
        command.SetAction(async line =>
        {
            StoredSweep sweep = await StoredSweep.FindAsync(line.GetValue(folder)!);
            StoredSpectra spectra = new(new FileArtifactStore(sweep.Folder));
            SpectralDataset data = line.GetValue(fold) is { } number
                ? await spectra.GeneratedAsync(sweep.Id, number, line.GetValue(strategy)!)
                : await spectra.DatasetAsync(sweep.Id);
            DatasetCsvWriter.WriteFile(data, line.GetValue(output)!);
            Console.Out.WriteLine($"Written: {line.GetValue(output)}, {data.RowCount} spectra of {data.ChannelCount} channels.");
            if (data.Origin.IsSimulated) Console.Out.WriteLine($"Not measured: {data.Origin.Description}.");
            return ExitCode.Done;
        });
        return command;
    }
}
