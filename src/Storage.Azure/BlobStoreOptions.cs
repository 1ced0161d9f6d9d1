namespace IonSweep.Storage.Azure;

/// <summary>Where blobs are kept: exactly one of a connection string or an endpoint.</summary>
public sealed record BlobStoreOptions
{
    /// <summary>Connection string of a storage account; empty, the default, when <see cref="Endpoint"/> is used.</summary>
    public string ConnectionString { get; init; } = "";

    /// <summary>
    /// Blob endpoint of a storage account, e.g. <c>https://account.blob.core.windows.net</c>; reached with the identity of the
    /// machine, workload or developer. Null, the default, when <see cref="ConnectionString"/> is used.
    /// </summary>
    public Uri? Endpoint { get; init; }

    /// <summary>Container; made when it is missing. Default <c>ionsweep</c>.</summary>
    public string Container { get; init; } = "ionsweep";

    /// <summary>Tries after the first before an operation fails. Default 8: about 20 s, a restart of the service.</summary>
    public int Retries { get; init; } = 8;

    /// <summary>What is wrong, one text each; empty when nothing is.</summary>
    public IEnumerable<string> Problems()
    {
        if (ConnectionString.Length > 0 == Endpoint is not null)
            yield return "Blob storage needs either a connection string or an endpoint (https://ACCOUNT.blob.core.windows.net), not both "
                + "and not neither.";
        if (Endpoint is { IsAbsoluteUri: false } or { Scheme: not ("https" or "http") })
            yield return $"The blob endpoint '{Endpoint}' is no http or https address.";
        if (Container.Length is < 3 or > 63 || Container.Any(c => c is not ('-' or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
            || Container.StartsWith('-') || Container.EndsWith('-') || Container.Contains("--", StringComparison.Ordinal))
            yield return $"The blob container '{Container}' is no container name: 3 to 63 lower-case letters, digits and single hyphens.";
        if (Retries < 0) yield return $"Blob retries are {Retries}; expected 0 or more.";
    }
}
