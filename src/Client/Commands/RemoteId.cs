using System.CommandLine;

namespace IonSweep.Client.Commands;

/// <summary>The id of a sweep on a server.</summary>
internal static class RemoteId
{
    /// <summary>A new argument for one command.</summary>
    public static Argument<string> Create() => new("id") { Description = "Id of the sweep, as 'ionsweep list' shows it." };
}
