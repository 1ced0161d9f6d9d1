using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace IonSweep.Web.Security;

/// <summary>A person or program that a token stands for. The token itself is kept nowhere.</summary>
/// <param name="Name">1 to 64 letters, digits, dots, hyphens, underscores or at signs.</param>
/// <param name="Role">What they may do.</param>
/// <param name="Hash">SHA-256 of the token's UTF-8 bytes, 64 hexadecimal digits.</param>
public sealed partial record NamedToken(string Name, Role Role, string Hash)
{
    /// <summary>Begins every token that <see cref="Create"/> makes, so that scanners of secrets can tell what it is.</summary>
    public const string Prefix = "ionsweep-";

    /// <summary>Name of the one token that <see cref="ServerOptions.Token"/> holds.</summary>
    public const string OfServer = "server-token";

    /// <summary>A new token of 256 random bits, and what is kept of it.</summary>
    /// <exception cref="ArgumentException">The name is not usable; says why.</exception>
    public static (string Token, NamedToken Kept) Create(string name, Role role)
    {
        if (MistakeOf(name) is { } mistake) throw new ArgumentException(mistake);
        string token = Prefix + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        return (token, new NamedToken(name, role, HashOf(token)));
    }

    /// <summary>What is kept of a token.</summary>
    public static string HashOf(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>Why a name cannot be used; null when it can.</summary>
    public static string? MistakeOf(string name) => name == OfServer ? $"the name '{OfServer}' is that of the token of --token-file"
        : Names().IsMatch(name) ? null
        : $"'{name}' is no name; expected 1 to 64 letters, digits, dots, hyphens, underscores or at signs";

    [GeneratedRegex(@"\A[A-Za-z0-9._@-]{1,64}\z")]
    private static partial Regex Names();
}
