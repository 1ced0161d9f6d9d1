using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IonSweep.Web.Security;

/// <summary>
/// What a browser holds after logging in: an expiry time signed with a key derived from the token. The server keeps nothing, so that a
/// restart or a second gateway knows the session too; changing the token ends every session.
/// </summary>
internal sealed class SessionCookie(ServerOptions options, TimeProvider time)
{
    /// <summary>Name of the cookie.</summary>
    public const string Name = "ionsweep-session";

    private readonly byte[] _tokenHash = SHA256.HashData(Encoding.UTF8.GetBytes(options.Token));
    private readonly byte[] _key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(options.Token), "ionsweep session"u8);

    /// <summary>Compares in a time that depends on neither token.</summary>
    public bool IsToken(string presented) =>
        options.Token.Length > 0 && CryptographicOperations.FixedTimeEquals(_tokenHash, SHA256.HashData(Encoding.UTF8.GetBytes(presented)));

    /// <summary>A new session.</summary>
    public (string Value, DateTimeOffset Expires) Create()
    {
        DateTimeOffset expires = time.GetUtcNow() + options.SessionLifetime;
        string nonce = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        string content = $"{expires.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)}.{nonce}";
        return ($"{content}.{Sign("session", content)}", expires);
    }

    /// <summary>True for a value that this server, or one with the same token, signed and that has not expired.</summary>
    public bool IsValid(string? value)
    {
        if (value is not { Length: > 0 and < 200 }) return false;
        int end = value.LastIndexOf('.');
        if (end <= 0 || !Same(Sign("session", value[..end]), value[(end + 1)..])) return false;
        return long.TryParse(value.AsSpan(0, value.IndexOf('.')), NumberStyles.None, CultureInfo.InvariantCulture, out long expires)
            && time.GetUtcNow().ToUnixTimeSeconds() < expires;
    }

    /// <summary>What a page of this session sends along with every change; another site cannot know it.</summary>
    public string Antiforgery(string session) => Sign("antiforgery", session);

    /// <summary>True when <paramref name="presented"/> belongs to the session.</summary>
    public bool IsAntiforgery(string session, string presented) => Same(Antiforgery(session), presented);

    private string Sign(string purpose, string content) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(purpose + "\n" + content)));

    private static bool Same(string a, string b) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b));
}
