using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Strategies;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Api;

/// <summary>Something that a spec can name.</summary>
/// <param name="Name">As specs have it.</param>
/// <param name="Title">For people.</param>
/// <param name="Description">A sentence.</param>
public sealed record CatalogEntry(string Name, string Title, string Description)
{
    /// <summary>An entry whose description begins with a capital and ends with a full stop.</summary>
    internal static CatalogEntry Of(string name, string title, string summary) =>
        new(name, title, $"{char.ToUpperInvariant(summary[0])}{summary[1..].TrimEnd('.')}.");
}

/// <summary>All that specs can name here.</summary>
/// <param name="Presets">Specs to start from.</param>
/// <param name="Strategies">Ways to make a training set.</param>
/// <param name="Models">Model families.</param>
/// <param name="Preprocessings">Kinds of preprocessing, each with its usual options.</param>
public sealed record Catalog(
    IReadOnlyList<CatalogEntry> Presets, IReadOnlyList<CatalogEntry> Strategies, IReadOnlyList<CatalogEntry> Models,
    IReadOnlyList<CatalogEntry> Preprocessings)
{
    /// <summary>What is registered in this program.</summary>
    public static Catalog Here => new(
        [.. SpecPresets.All.Select(preset => CatalogEntry.Of(preset.Name, preset.Name, preset.Summary))],
        [.. StrategyCatalog.All.Select(strategy => CatalogEntry.Of(strategy.Slug, strategy.Name, strategy.Summary))],
        [.. ModelCatalog.All.Select(model => CatalogEntry.Of(model.Slug, model.Name, model.Summary))],
        [.. PreprocessingCatalog.All.Select(step => CatalogEntry.Of(step.Kind, step.Text, step.Summary))]);
}

/// <summary><c>/api/catalog</c>: what there is to choose from.</summary>
internal static class CatalogEndpoint
{
    /// <summary>Adds the route.</summary>
    public static void Map(IEndpointRouteBuilder routes) =>
        routes.MapGet("/api/catalog", () => Results.Json(Catalog.Here, SweepJson.Compact)).WithTags("Sweeps").WithName("GetCatalog")
            .WithSummary("Presets, strategies, models and preprocessings, each with a sentence.").Produces<Catalog>().ProducesProblem(401);
}
