using System.Text;
using IonSweep.Learning.Inspection;
using IonSweep.Report;
using IonSweep.Spectra;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Live;

namespace IonSweep.Web.Pages;

/// <summary>Pages of stored datasets: each is made once while people look at it.</summary>
internal sealed class DatasetPages(ISweepService service, MadeOnce made)
{
    private static readonly SweepVersion Only = new(0, 0, 0); // a dataset is named by its content: it has no other version

    /// <summary>The page, UTF-8; null when there is no such dataset.</summary>
    /// <param name="sha256">The dataset.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public async Task<byte[]?> GetAsync(string sha256, CancellationToken cancellation)
    {
        if (!SweepPaths.IsSha256(sha256)) return null;
        byte[] page = await made.GetAsync(sha256, "dataset.html", Only, () => MakeAsync(sha256), bytes => bytes.LongLength, cancellation);
        return page.Length == 0 ? null : page;
    }

    private async Task<byte[]> MakeAsync(string sha256) => await service.DatasetAsync(sha256) is not { } data ? []
        : await Task.Run(async () => Encoding.UTF8.GetBytes(await DatasetDocument.RenderAsync(DatasetInspection.Of(data))));
}
