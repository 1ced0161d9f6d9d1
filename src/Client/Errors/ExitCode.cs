namespace IonSweep.Client.Errors;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>Everything that was asked for is done.</summary>
    public const int Done = 0;

    /// <summary>The sweep ended, but some cells failed.</summary>
    public const int FailedCells = 1;

    /// <summary>The command line, the spec or the data cannot be used; nothing was changed.</summary>
    public const int BadInput = 2;

    /// <summary>A defect of this program.</summary>
    public const int Defect = 3;

    /// <summary>Stopped before the end by a signal or its surroundings; running again goes on.</summary>
    public const int Interrupted = 130;
}
