using System.CommandLine;
using IonSweep.Client.Errors;

namespace IonSweep.Client.Commands;

/// <summary>Where the API token comes from: a file or the environment, never the command line, which other users can read.</summary>
internal sealed class TokenArguments
{
    private const string Variable = "IONSWEEP_TOKEN";

    private readonly Option<string?> _file = new("--token-file")
    {
        HelpName = "FILE",
        Description = $"File that holds the API token. Default: the environment variable {Variable}."
    };

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Add(_file);

    /// <summary>The token; empty when there is none.</summary>
    /// <exception cref="InvalidInputException">The file is missing or empty.</exception>
    public string Read(ParseResult line)
    {
        if (line.GetValue(_file) is not { } file) return Environment.GetEnvironmentVariable(Variable)?.Trim() ?? "";
        if (!File.Exists(file))
            throw new InvalidInputException($"--token-file: there is no file '{file}' (looked in '{Directory.GetCurrentDirectory()}').");
        string token = File.ReadAllText(file).Trim();
        return token.Length > 0 ? token : throw new InvalidInputException($"--token-file: '{file}' is empty; expected the token as text.");
    }
}
