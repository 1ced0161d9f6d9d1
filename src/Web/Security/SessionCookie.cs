using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IonSweep.Web.Security;

/// <summary>
/// What a browser holds after logging in: a name and an expiry time, signed with a key made of the server's token and the hash of the
/// person's. The server keeps nothing, so that a restart or a second gateway knows the session too; another token, of the server or of the
/// person, ends the session, and a role is that of the file at each request. A server without a token of its own has a key for as long as
/// it runs.
/// </summary>
internal sealed class SessionCookie(ServerOptions options, People people)
{
    /// <summary>Name of the cookie.</summary>
    public const string Name = "ionsweep-session";

    // Not made of the hashes alone: who reads the file of tokens must not be able to sign.
    private readonly byte[] _key = options.Token.Length > 0 ? Encoding.UTF8.GetBytes(options.Token) : RandomNumberGenerator.GetBytes(32);

    /// <summary>A new session.</summary>
    public (string Value, DateTimeOffset Expires) Create(NamedToken person)
    {
        DateTimeOffset expires = options.Clock.GetUtcNow() + options.SessionLifetime;
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string content = $"{expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}.{nonce}.{person.Name}";
        return ($"{content}.{Sign(person, "session", content)}", expires);
    }

    /// <summary>
    /// Whose session it is: of a value that this server, or one with the same token, signed and that has not expired; null otherwise.
    /// </summary>
    public NamedToken? PersonOf(string? value)
    {
        if (value is not { Length: > 0 and < 250 }) return null;
        int end = value.LastIndexOf('.');
        string[] parts = end < 0 ? [] : value[..end].Split('.', 3);
        if (parts.Length != 3 || people.Named(parts[2]) is not { } person) return null;
        if (!Same(Sign(person, "session", value[..end]), value[(end + 1)..])) return null;
        return long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long expires)
            && options.Clock.GetUtcNow().ToUnixTimeSeconds() < expires ? person : null;
    }

    /// <summary>What a page of this session sends along with every change; another site cannot know it.</summary>
    public string Antiforgery(NamedToken person, string session) => Sign(person, "antiforgery", session);

    /// <summary>True when <paramref name="presented"/> belongs to the session.</summary>
    public bool IsAntiforgery(NamedToken person, string session, string presented) => Same(Antiforgery(person, session), presented);

    private string Sign(NamedToken person, string purpose, string content) => Convert.ToHexStringLower(
        HMACSHA256.HashData(
            HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes("ionsweep session\n" + person.Hash)),
            Encoding.UTF8.GetBytes(purpose + "\n" + content)));

    private static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
