using System.CommandLine;

namespace IonSweep.Client.Commands;

/// <summary><c>--tokens-file FILE</c>: names, roles and hashes of tokens.</summary>
internal static class TokensFileOption
{
    /// <summary>The option, which may be left out.</summary>
    public static Option<string?> Create() => new("--tokens-file")
    {
        HelpName = "FILE",
        Description = "File of named tokens with roles, as 'ionsweep token new' makes it; read again when it changes.",
    };

    /// <summary>The option where it is needed.</summary>
    public static Option<string> Required() => new("--tokens-file")
    {
        HelpName = "FILE",
        Description = "File of named tokens with roles.",
        Required = true,
    };
}
