using System.CommandLine;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep data …</c>: spectra in files and tables.</summary>
internal static class DataCommand
{
    /// <summary>The command with its subcommands.</summary>
    public static Command Create() => new("data", "Make, import, describe, convert or take out tables of spectra.")
    {
        DataSimulateCommand.Create(),
        DataImportCommand.Create(),
        DataInfoCommand.Create(),
        DataConvertCommand.Create(),
        DataExportCommand.Create(),
    };
}
