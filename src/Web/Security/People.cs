using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging;

namespace IonSweep.Web.Security;

/// <summary>
/// Who may use the server: the bearer of its one token, who administers, and those of the file of tokens, which is looked at again every
/// second. A file that is damaged or gone changes nothing: the last good one counts, and the log says so.
/// </summary>
internal sealed class People
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly ServerOptions _options;
    private readonly ILogger<People> _log;
    private readonly NamedToken? _server;
    private readonly Lock _gate = new(); // guards what follows
    private Known _known;
    private string _text = "", _trouble = "";
    private long _looked;

    /// <exception cref="InvalidTokensException">The file of tokens is missing or damaged.</exception>
    public People(ServerOptions options, ILogger<People> log)
    {
        (_options, _log) = (options, log);
        if (options.Token.Length > 0)
            _server = new NamedToken(NamedToken.OfServer, Role.Administer, NamedToken.HashOf(options.Token));
        _known = Known.Of([]);
        if (TokensFile.IsDue(options)) _known = Known.Of(TokensFile.ReadFile(options.TokensFile));
        _looked = options.Clock.GetTimestamp();
    }

    /// <summary>Nobody is asked for a token.</summary>
    public bool IsOpen => !_options.AsksForToken;

    /// <summary>Whose the token is, where it is one of the file, which nobody can guess.</summary>
    public bool TryFindNamed(string token, [NotNullWhen(true)] out NamedToken? found) =>
        // A dictionary of hashes: how long looking takes says nothing of the token.
        Current().ByHash.TryGetValue(NamedToken.HashOf(token), out found);

    /// <summary>Whether it is the one token of the server; compares in a time that depends on neither.</summary>
    public bool IsServerToken(string token, [NotNullWhen(true)] out NamedToken? found)
    {
        found = _server is not null && CryptographicOperations.FixedTimeEquals(
            Encoding.ASCII.GetBytes(_server.Hash), Encoding.ASCII.GetBytes(NamedToken.HashOf(token))) ? _server : null;
        return found is not null;
    }

    /// <summary>Who has this name now; null when there is nobody, or no longer.</summary>
    public NamedToken? Named(string name) => name == NamedToken.OfServer ? _server : Current().ByName.GetValueOrDefault(name);

    private Known Current()
    {
        if (_options.TokensFile.Length == 0) return _known;
        lock (_gate)
        {
            if (_options.Clock.GetElapsedTime(_looked) < Look) return _known;
            _looked = _options.Clock.GetTimestamp();
            try
            {
                string text = File.ReadAllText(_options.TokensFile);
                if (text == _text) return _known;
                _known = Known.Of(TokensFile.Read(text, _options.TokensFile));
                if (_text.Length > 0 || _trouble.Length > 0)
                    _log.LogWarning("Read the file of tokens anew: {Count} names", _known.ByName.Count);
                (_text, _trouble) = (text, "");
            }
            catch (Exception e) when (e is InvalidTokensException or IOException or UnauthorizedAccessException)
            {
                if (e.Message != _trouble) _log.LogError("{Trouble} The tokens as they were before go on counting.", e.Message);
                _trouble = e.Message;
            }
            return _known;
        }
    }

    private sealed record Known(IReadOnlyDictionary<string, NamedToken> ByHash, IReadOnlyDictionary<string, NamedToken> ByName)
    {
        public static Known Of(IReadOnlyList<NamedToken> tokens) => new(
            tokens.ToDictionary(one => one.Hash), tokens.ToDictionary(one => one.Name));
    }
}
