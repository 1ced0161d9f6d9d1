using System.Net;

namespace IonSweep.Web.Security;

/// <summary>Decides whether the server may listen where it was told to.</summary>
internal static class ListenAddress
{
    private const int ShortestToken = 16;

    /// <summary>Refuses addresses that would let strangers in.</summary>
    /// <exception cref="InvalidServerOptionsException">
    /// An address is malformed, or lies beyond loopback without a token; the file of tokens is missing or damaged.
    /// </exception>
    public static void Check(ServerOptions options)
    {
        if (options.Urls.Count == 0)
            throw new InvalidServerOptionsException("There is no address to listen on; give one such as http://127.0.0.1:5080.");
        if (options.Token.Length is > 0 and < ShortestToken)
            throw new InvalidServerOptionsException(
                $"The token has {options.Token.Length} characters; use at least {ShortestToken}, "
                + "e.g. the output of 'openssl rand -hex 32'.");
        if (TokensFile.IsDue(options))
            try
            {
                TokensFile.ReadFile(options.TokensFile);
            }
            catch (InvalidTokensException e)
            {
                throw new InvalidServerOptionsException(e.Message);
            }
        if (options.RunningSweeps < 1 || options.RunningSweepsEach < 1 || options.UploadsEach < 1 || options.UploadBytesEach < 1)
            throw new InvalidServerOptionsException("Quotas of running sweeps and uploads must be at least 1.");
        if (options.AuditFile.Length > 0 && Path.GetDirectoryName(Path.GetFullPath(options.AuditFile)) is { } folder
            && !Directory.Exists(folder))
            throw new InvalidServerOptionsException($"--audit-file: there is no folder '{folder}'; make it first.");
        foreach (string url in options.Urls)
        {
            if (!Uri.TryCreate(url.Replace("://*", "://0.0.0.0").Replace("://+", "://0.0.0.0"), UriKind.Absolute, out Uri? address)
                || address.Scheme != "http" || address.AbsolutePath != "/")
                throw new InvalidServerOptionsException(
                    $"'{url}' is not an address to listen on; expected http://host:port such as http://127.0.0.1:5080. For HTTPS put a "
                        + $"reverse proxy in front.");
            if (!IsLoopback(address.Host) && !options.AsksForToken && !options.Insecure)
                throw new InvalidServerOptionsException(
                    $"'{url}' can be reached from other machines. Set a token (--token-file or IONSWEEP_TOKEN, or --tokens-file), "
                        + $"listen on http://127.0.0.1:{address.Port}, "
                    + "or pass --insecure if everybody who can reach this address may start, cancel and delete sweeps.");
        }
    }

    /// <summary>True for names and addresses that only this machine can reach.</summary>
    public static bool IsLoopback(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address) && IPAddress.IsLoopback(address));
}
