using System.CommandLine;
using System.CommandLine.Parsing;
using IonSweep.Sweeps.Specification;

namespace IonSweep.Client.Errors;

/// <summary>Says what is wrong with a command line, with the nearest known name for a misspelt one.</summary>
internal static class CommandLineErrors
{
    /// <summary>One sentence an error; empty for a usable command line.</summary>
    public static IReadOnlyList<string> Of(ParseResult line)
    {
        // Of what looks like an option, the parser makes an argument where one may stand.
        List<string> options = [.. Arguments(line.CommandResult).Concat(line.UnmatchedTokens).Where(IsOption).Distinct()];
        if (options.Count > 0) return [.. options.Select(o => $"unknown option '{o}'{Hint(o, OptionNames(line.CommandResult))}")];

        Command command = line.CommandResult.Command;
        if (line.UnmatchedTokens.Count > 0 && command.Subcommands.Count > 0)
            return [$"unknown command '{line.UnmatchedTokens[0]}'{Hint(line.UnmatchedTokens[0], command.Subcommands.Select(c => c.Name))}"];
        if (line.UnmatchedTokens.Count > 0)
            return [.. line.UnmatchedTokens.Select(t => $"unexpected argument '{t}'.")];
        return [.. line.Errors.Select(e => e.Message)];
    }

    private static IEnumerable<string> Arguments(CommandResult command) =>
        command.Children.OfType<ArgumentResult>().SelectMany(a => a.Tokens).Select(t => t.Value);

    private static bool IsOption(string token) =>
        token.Length > 1 && token[0] == '-' && !char.IsAsciiDigit(token[1]) && !File.Exists(token);

    private static IEnumerable<string> OptionNames(CommandResult command) =>
        command.Command.Options.SelectMany(o => o.Aliases.Append(o.Name)).Where(n => n.StartsWith("--", StringComparison.Ordinal))
            .Append("--help");

    private static string Hint(string name, IEnumerable<string> known) =>
        NearestName.Of(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".";
}
