namespace IonSweep.Web.Api;

/// <summary>Ends open event streams when the server stops, which would otherwise wait for them.</summary>
internal sealed record ServerStopping(CancellationToken Token);
