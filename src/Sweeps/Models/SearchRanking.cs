using System.Text.Json.Serialization;

namespace IonSweep.Sweeps.Models;

/// <summary>What a search tried and chose. P preprocessings, M methods.</summary>
/// <param name="Chosen">What the model consists of, heaviest first.</param>
/// <param name="Preprocessings">In words; empty where another model of the same search tells.</param>
/// <param name="Methods">Names.</param>
/// <param name="Inner">
/// P × M errors (RMSE) of the inner cross-validation, row by row, in the target's unit; NaN for what was not tried.
/// </param>
/// <param name="Outer">P × M mean absolute errors on the fold's test rows, which had no part in the choice; NaN likewise.</param>
public sealed record SearchRanking(
    IReadOnlyList<ChosenPipeline> Chosen, IReadOnlyList<string> Preprocessings, IReadOnlyList<string> Methods, IReadOnlyList<double> Inner,
    IReadOnlyList<double> Outer)
{
    /// <summary>
    /// Error on the test rows of what was selected, learned from a part of the samples and from all, fewest first; null where it was not
    /// measured.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<SampleCurvePoint>? SampleCurve { get; init; }
}

/// <summary>A pipeline of a model.</summary>
/// <param name="Preprocessing">In words.</param>
/// <param name="Method">Name of the regression.</param>
/// <param name="Setting">In words, e.g. <c>7 components</c>.</param>
/// <param name="Weight">Share in the prediction; all sum to 1.</param>
/// <param name="InnerRmse">Error of the inner cross-validation, target's unit.</param>
public sealed record ChosenPipeline(string Preprocessing, string Method, string Setting, double Weight, double InnerRmse);
