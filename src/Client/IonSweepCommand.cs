using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using IonSweep.Client.Commands;
using IonSweep.Client.Errors;
using IonSweep.Learning.Training;
using IonSweep.Spectra;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;
using IonSweep.Web;
using IonSweep.Web.Security;

namespace IonSweep.Client;

/// <summary>The command line as a whole: its commands, and how what goes wrong becomes a message and an exit code.</summary>
internal static class IonSweepCommand
{
    /// <summary>Parses and runs one command line.</summary>
    public static async Task<int> RunAsync(string[] args)
    {
        ParseResult command = Create().Parse(args.Length == 0 ? ["--help"] : args);
        // The terminal's signals are the commands' business: a run saves checkpoints before it ends.
        InvocationConfiguration invocation = new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        IReadOnlyList<string> mistakes = CommandLineErrors.Of(command);
        if (mistakes.Count > 0 && command.Action is not (HelpAction or SynchronousCommandLineAction { ClearsParseErrors: true }))
        {
            foreach (string mistake in mistakes) await Console.Error.WriteLineAsync($"ionsweep: {mistake}");
            await Console.Error.WriteLineAsync("'ionsweep --help' lists the commands, 'ionsweep COMMAND --help' their options.");
            return ExitCode.BadInput;
        }
        try
        {
            return await command.InvokeAsync(invocation);
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("ionsweep: interrupted.");
            return ExitCode.Interrupted;
        }
        catch (StorageFullException e)
        {
            await Console.Error.WriteLineAsync($"ionsweep: {e.Message}");
            return ExitCode.Interrupted;
        }
        catch (Exception e) when (IsBadInput(e))
        {
            await Console.Error.WriteLineAsync($"ionsweep: {e.Message}");
            return ExitCode.BadInput;
        }
        catch (Exception e)
        {
            await Console.Error.WriteLineAsync($"ionsweep: this is a defect of ionsweep; please report it with the text below.\n{e}");
            return ExitCode.Defect;
        }
    }

    private static RootCommand Create() => new(
        "Trains every combination of cross-validation fold, ion and augmentation strategy, and tells with honest statistics whether "
            + "generated spectra make a calibration better.")
    {
        RunCommand.Create(),
        ExtendCommand.Create(),
        StatusCommand.Create(),
        ResultsCommand.Create(),
        RecommendCommand.Create(),
        CompareCommand.Create(),
        ReportCommand.Create(),
        TrainCommand.Create(),
        ExportCommand.Create(),
        PredictCommand.Create(),
        DataCommand.Create(),
        SpecCommand.Create(),
        ServeCommand.Create(),
        TokenCommand.Create(),
        SubmitCommand.Create(),
        WatchCommand.Create(),
        ListCommand.Create(),
        MachinesCommand.Create(),
        CancelCommand.Create(),
        DeleteCommand.Create(),
    };

    private static bool IsBadInput(Exception e) => e
        is InvalidInputException
        or InvalidDatasetException
        or InvalidSpecException
        or SweepMismatchException
        or SweepInUseException
        or SweepNotFoundException
        or SweepServiceUnavailableException
        or SweepRunningException
        or DamagedSweepException
        or DamagedArtifactException
        or CheckpointMismatchException
        or InvalidServerOptionsException
        or InvalidTokensException
        or HttpRequestException
        or IOException
        or UnauthorizedAccessException;
}
