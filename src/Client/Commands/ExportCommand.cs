using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Output;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Reporting;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep export DIR</c>: takes a trained model out of a sweep, for <c>predict</c> or any other program.</summary>
internal static class ExportCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> folder = FolderArgument.Create();
        Option<string> output = new("--out", "-o")
        {
            HelpName = "DIR",
            Description = "Folder for card.json and the safetensors files.",
            Required = true
        };
        DeployedModelArguments which = new();
        Command command = new(
            "export", "Write a trained model, one fold's or the ensemble's, with preprocessing and scaling: safetensors and a JSON card.") {
                folder, output };
        which.AddTo(command);
        command.SetAction(async line =>
        {
            DeployedModel model = await which.FromSweepAsync(line, line.GetValue(folder)!);
            string target = line.GetValue(output)!;
            model.Save(target);
            PredictionNotes.Write(Terminal.Out, model.Card);
            ConsoleTable.Write(Terminal.Out, PredictionTable.Promise(model.Card));
            Console.Out.WriteLine(
                $"Written: {Path.Combine(target, DeployedModel.CardFileName)} and {model.Files.Count} safetensors files.");
            return ExitCode.Done;
        });
        return command;
    }
}
