using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Web.Remote;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep delete ID --server URL</c>: removes a sweep that does not run, with its artifacts.</summary>
internal static class DeleteCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> id = RemoteId.Create();
        RemoteArguments server = new();
        Command command = new("delete", "Remove a sweep of a server, which must not run, with its models and results.") { id };
        server.AddTo(command);
        command.SetAction(async line =>
        {
            using HttpSweepService service = server.Open(line);
            await service.DeleteAsync(line.GetValue(id)!);
            Console.Out.WriteLine($"Deleted: {line.GetValue(id)}");
            return ExitCode.Done;
        });
        return command;
    }
}
