using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep train DIR</c>: trains what a sweep recommends on all its rows, into one file.</summary>
internal static class TrainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        Option<string> output = new("--out", "-o")
        {
            HelpName = "FILE",
            Description = "File for the model, as model.safetensors: for predict, for export --format onnx, for Python.",
            Required = true
        };
        Command command = new(
            "train", "Train what a finished search recommends on all rows, with the error that the sweep measured beside it.") {
                folder, output };
        command.SetAction(async (line, cancellation) =>
        {
            StoredSweep sweep = await StoredSweep.FindAsync(line.GetValue(folder)!);
            DeployedModel model = await new SweepModels(new FileArtifactStore(sweep.Folder)).TrainAsync(
                sweep.Id, null, cancellation);
            string path = line.GetValue(output)!;
            WholeFile.Write(path, ModelFile.ToBytes(model));
            PredictionNotes.Write(Terminal.Out, model.Card);
            ConsoleTable.Write(Terminal.Out, PredictionTable.Promise(model.Card));
            Console.Out.WriteLine($"Written: {path}");
            return ExitCode.Done;
        });
        return command;
    }
}
