using System.CommandLine;
using IonSweep.Spectra;
using IonSweep.Spectra.Csv;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep data simulate</c>: writes simulated spectra as CSV, marked as simulated.</summary>
internal static class DataSimulateCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string> output = new("--out", "-o") { HelpName = "FILE", Description = "CSV file to write.", Required = true };
        Option<long?> seed = NumberOption.Create<long>("--seed", "Seed of noise and preparation errors. Default 1.");
        Option<int?> everyNth = NumberOption.Create<int>("--every-nth", "Keep every n-th solution of the design. Default 1, all.", 1);
        Command command = new("simulate", "Write the simulated absorption spectra of 3,744 aqueous salt solutions as CSV.") { output, seed, everyNth };
        command.SetAction(async line =>
        {
            SpectralDataset data = await SourceData.LoadAsync(new DataSpec { Seed = line.GetValue(seed) ?? 1, EveryNth = line.GetValue(everyNth) ?? 1 });
            DatasetCsvWriter.WriteFile(data, line.GetValue(output)!);
            Console.Out.WriteLine($"Written: {line.GetValue(output)}, {data.RowCount} spectra of {data.ChannelCount} channels. Simulated data: {data.Origin.Description}.");
            return ExitCode.Done;
        });
        return command;
    }
}
