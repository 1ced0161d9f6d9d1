using IonSweep.Silo.Options;
using IonSweep.Storage.Azure;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Silo.Hosting;

/// <summary>The artifact store: blobs, or a folder.</summary>
internal static class ArtifactHosting
{
    public static void AddArtifacts(this WebApplicationBuilder builder, NodeOptions options) =>
        builder.Services.AddSingleton<IArtifactStore>(options.Storage.IsBlobs
            ? new BlobArtifactStore(OptionsProblems.BlobsOf(options.Storage))
            : new FileArtifactStore(options.Storage.Folder));
}
