using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Formats.Text;
using IonSweep.Spectra;
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
        Option<string> simulator = new("--simulator")
        {
            Description = "absorption (default): 3,744 aqueous salt solutions; libs: emission spectra of metallic samples.",
            DefaultValueFactory = _ => DataSources.Absorption
        };
        simulator.AcceptOnlyFromAmong([.. DataSources.Simulators]);
        Command command = new("simulate", "Write simulated spectra as CSV.") { output, seed, everyNth, simulator };
        command.SetAction(async line =>
        {
            SpectralDataset data = await SourceData.LoadAsync(new DataSpec
            {
                Simulator = line.GetValue(simulator)!,
                Seed = line.GetValue(seed) ?? 1,
                EveryNth = line.GetValue(everyNth) ?? 1
            });
            DatasetCsvWriter.WriteFile(data, line.GetValue(output)!);
            Console.Out.WriteLine(
                $"Written: {line.GetValue(output)}, {data.RowCount} spectra of {data.ChannelCount} channels. Simulated data: "
                    + $"{data.Origin.Description}.");
            return ExitCode.Done;
        });
        return command;
    }
}
