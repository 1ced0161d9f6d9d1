using System.Reflection;
using IonSweep.Chaos.Servers;

namespace IonSweep.Cluster.Tests.Processes;

/// <summary>The command line <c>ionsweep</c> as a process.</summary>
internal static class ClientProcess
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(4);

    private static string Program =>
        typeof(ClientProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "ClientPath").Value!;

    /// <summary>Runs it to the end, which must be a success, and gives what it wrote.</summary>
    public static async Task<string> RunAsync(string folder, params string[] arguments)
    {
        using ChildProcess process = new("dotnet", [Program, .. arguments], folder);
        await process.UntilEndedAsync(Limit); // with its whole output, which may come after its end
        string output = string.Join('\n', process.Output);
        Assert.True(process.ExitCode == 0, $"ionsweep {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
        return output;
    }
}
