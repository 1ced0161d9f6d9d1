using System.CommandLine;

namespace IonSweep.Client.Commands;

/// <summary>The folder of a sweep, as <c>status</c>, <c>results</c> and <c>report</c> take it.</summary>
internal static class FolderArgument
{
    /// <summary>A new argument for one command.</summary>
    public static Argument<string> Create() =>
        new("dir") { Description = "Folder of a sweep, as given to 'run --out'; with --server its id there." };
}
