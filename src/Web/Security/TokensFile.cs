using System.Text;
using System.Text.RegularExpressions;

namespace IonSweep.Web.Security;

/// <summary>
/// A file of named tokens: one a line, <c>NAME ROLE SHA256</c>; empty lines and what follows a <c>#</c> do not count. It holds hashes, so
/// that whoever reads it cannot use the tokens.
/// </summary>
public static partial class TokensFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>What stands in a file.</summary>
    /// <exception cref="InvalidTokensException">A line is malformed, or a name or hash stands there twice; says which line.</exception>
    public static IReadOnlyList<NamedToken> Read(string text, string path)
    {
        List<NamedToken> tokens = [];
        string[] lines = text.TrimStart('\uFEFF').Split('\n');
        for (int i = 0; i < lines.Length; i++)
        {
            string[] words = lines[i].Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0) continue;
            if (words.Length != 3) throw Mistake($"expected NAME ROLE SHA256, found {words.Length} words");
            if (NamedToken.MistakeOf(words[0]) is { } name) throw Mistake(name);
            if (RoleWords.Find(words[1]) is not { } role)
                throw Mistake($"'{words[1]}' is no role; expected {string.Join(", ", RoleWords.All)}");
            if (!Hashes().IsMatch(words[2])) throw Mistake("expected the SHA-256 of a token as 64 hexadecimal digits");
            if (tokens.Any(one => one.Name == words[0])) throw Mistake($"'{words[0]}' stands there twice");
            NamedToken token = new(words[0], role, words[2].ToLowerInvariant());
            if (tokens.Any(one => one.Hash == token.Hash)) throw Mistake("another name has the same token");
            tokens.Add(token);

            InvalidTokensException Mistake(string what) =>
                new($"{path}, line {i + 1}: {what}. 'ionsweep token new NAME --role ROLE --tokens-file FILE' writes such lines.");
        }
        return tokens;
    }

    /// <summary>
    /// Whether a server that starts needs the file: beside a token of its own it may come later, e.g. as a part of a secret that is added.
    /// </summary>
    internal static bool IsDue(ServerOptions options) =>
        options.TokensFile.Length > 0 && (options.Token.Length == 0 || File.Exists(options.TokensFile));

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidTokensException">It is missing, cannot be read, or holds something else; says what.</exception>
    public static IReadOnlyList<NamedToken> ReadFile(string path)
    {
        try
        {
            return Read(File.ReadAllText(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidTokensException($"The file of tokens cannot be read: {e.Message}");
        }
    }

    /// <summary>Adds a token at the end; a new file may be read by its owner alone.</summary>
    /// <exception cref="InvalidTokensException">The file is damaged, or has this name already.</exception>
    public static void Add(string path, NamedToken token)
    {
        string before = File.Exists(path) ? File.ReadAllText(path) : "# NAME ROLE SHA256\n";
        if (Read(before, path).Any(one => one.Name == token.Name))
            throw new InvalidTokensException($"{path} has a token of '{token.Name}' already; remove it first, or take another name.");
        if (before.Length > 0 && !before.EndsWith('\n')) before += "\n";
        Replace(path, $"{before}{token.Name} {token.Role.Word()} {token.Hash}\n");
    }

    /// <summary>Takes a token away; comments and other lines stay.</summary>
    /// <exception cref="InvalidTokensException">The file is missing or damaged, or has no such name.</exception>
    public static void Remove(string path, string name)
    {
        if (ReadFile(path).All(one => one.Name != name)) throw new InvalidTokensException($"{path} has no token of '{name}'.");
        Replace(path, string.Join('\n', File.ReadAllText(path).Split('\n')
            .Where(line => line.Split('#')[0].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() != name)));
    }

    // Whole or not at all: a server reads it at any moment.
    private static void Replace(string path, string text)
    {
        string partial = path + ".partial";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = File.Exists(path) ? File.GetUnixFileMode(path) : OwnerOnly;
            File.Delete(partial); // one that a killed process left keeps its own mode
        }
        using (StreamWriter writer = new(partial, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), options)) writer.Write(text);
        File.Move(partial, path, overwrite: true);
    }

    [GeneratedRegex(@"\A[0-9a-fA-F]{64}\z")]
    private static partial Regex Hashes();
}

/// <summary>A file of tokens is unusable; the message says why and where.</summary>
public sealed class InvalidTokensException(string message) : Exception(message);
