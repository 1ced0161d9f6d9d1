using IonSweep.Sweeps.Models;

namespace IonSweep.Sweeps.Results;

/// <summary>One key for model family and strategy, as in the ids of cells.</summary>
public static class SeriesKey
{
    /// <summary><c>sim/pls</c>, or <c>sim</c> for source A's network.</summary>
    public static string Of(string model, string strategy) => model == ModelCatalog.Mlp.Slug ? strategy : $"{strategy}/{model}";
}
