namespace IonSweep.Sweeps.Results;

/// <summary>Sweeps of one dataset and one split, or columns of one of them, side by side on the folds that all of them have.</summary>
public sealed record ComparedSweeps
{
    /// <summary>The sweeps.</summary>
    public required IReadOnlyList<SweepSummary> Sweeps { get; init; }

    /// <summary>Settings in which sweeps differ from the first, each with the sweep's id before it.</summary>
    public required IReadOnlyList<string> Differences { get; init; }

    /// <summary>
    /// All columns of the sweeps, whether or not they are compared: <c>sweep:strategy</c> or <c>sweep:strategy/model</c>.
    /// </summary>
    public required IReadOnlyList<ComparedColumn> Columns { get; init; }

    /// <summary>What is compared, by target, in the order of the dataset.</summary>
    public required IReadOnlyList<ComparedTarget> Targets { get; init; }
}

/// <summary>One strategy and model family of one sweep.</summary>
/// <param name="Sweep">Id of the sweep.</param>
/// <param name="Series">Key of strategy and family (<see cref="SeriesKey"/>).</param>
/// <param name="Label">As printed, without the sweep.</param>
public sealed record ComparedColumn(string Sweep, string Series, string Label)
{
    /// <summary>As in requests: <c>sweep:strategy/model</c>.</summary>
    public string Key => $"{Sweep}:{Series}";
}

/// <summary>The compared columns of one target.</summary>
/// <param name="Target">Slug.</param>
/// <param name="Name">As in the dataset.</param>
/// <param name="Unit">Unit of the errors.</param>
/// <param name="Folds">Folds, from 0, that all compared columns have a result of.</param>
/// <param name="Columns">One entry a column.</param>
public sealed record ComparedTarget(
    string Target, string Name, string Unit, IReadOnlyList<int> Folds, IReadOnlyList<ComparedResult> Columns);

/// <summary>One column of one target on the shared folds.</summary>
/// <param name="Column">Key of the column.</param>
/// <param name="Mae">Test MAE of each shared fold, in the target's unit.</param>
/// <param name="MeanMae">Their mean; NaN without folds.</param>
/// <param name="SdMae">Their sample standard deviation; NaN for fewer than two.</param>
public sealed record ComparedResult(string Column, IReadOnlyList<double> Mae, double MeanMae, double SdMae)
{
    /// <summary>Key of the column that this one is compared with; null where it is the reference itself.</summary>
    public string? Reference { get; init; }

    /// <summary>MAE of this column minus that of the reference; null where it is the reference itself.</summary>
    public Comparison? Comparison { get; init; }
}
