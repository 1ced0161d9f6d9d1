using System.CommandLine;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep data simulate|info|export</c>: tables of spectra.</summary>
internal static class DataCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("data", "Make, describe or take out tables of spectra.")
    {
        DataSimulateCommand.Create(),
        DataImportCommand.Create(), DataInfoCommand.Create(),
        DataExportCommand.Create(),
    };
}
