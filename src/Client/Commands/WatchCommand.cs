using System.CommandLine;
using IonSweep.Client.Running;
using IonSweep.Web.Remote;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep watch ID --server URL</c>: shows a sweep of a server until it ends.</summary>
internal static class WatchCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string> id = RemoteId.Create();
        RemoteArguments server = new();
        Command command = new("watch", "Show a sweep of a server until it ends. Ctrl-C ends the showing, not the sweep.") { id };
        server.AddTo(command);
        command.SetAction(async line =>
        {
            using HttpSweepService service = server.Open(line);
            return await RemoteWatch.RunAsync(service, line.GetValue(id)!);
        });
        return command;
    }
}
