using System.CommandLine;
using IonSweep.Formats.Blocks;

namespace IonSweep.Client.Commands;

/// <summary>What a user says of files of spectra beyond their content, shared by the commands that read them.</summary>
internal sealed class ReadingArguments
{
    private readonly Option<string?> _id = new("--id")
    {
        HelpName = "COLUMN",
        Description = "Column of sample ids or file names. Default: sample or id; of a table of reference values the first.",
    };

    private readonly Option<string?> _sheet = new("--sheet") { HelpName = "NAME", Description = "Sheet of workbooks. Default: the first." };

    private readonly Option<string?> _spectrum = new("--spectrum")
    {
        HelpName = "KIND",
        Description = "Kind of spectrum of instruments' files that hold several, e.g. sample or reference. Default: absorbance or what "
            + "else the instrument computed.",
    };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_id);
        command.Add(_sheet);
        command.Add(_spectrum);
    }

    /// <summary>What was said.</summary>
    public ReadingOptions Read(ParseResult line) => new()
    {
        IdColumn = line.GetValue(_id),
        Sheet = line.GetValue(_sheet),
        Spectrum = line.GetValue(_spectrum),
    };
}
