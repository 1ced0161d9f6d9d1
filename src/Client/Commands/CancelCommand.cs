using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Web.Remote;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep cancel ID --server URL</c>: stops a sweep of a server; nothing is deleted.</summary>
internal static class CancelCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> id = RemoteId.Create();
        RemoteArguments server = new();
        Command command = new(
            "cancel", "Stop a sweep of a server after saving checkpoints. Nothing is deleted; submitting it again goes on.") { id };
        server.AddTo(command);
        command.SetAction(async line =>
        {
            using HttpSweepService service = server.Open(line);
            await service.CancelAsync(line.GetValue(id)!);
            Console.Out.WriteLine($"Cancelled: {line.GetValue(id)}");
            return ExitCode.Done;
        });
        return command;
    }
}
