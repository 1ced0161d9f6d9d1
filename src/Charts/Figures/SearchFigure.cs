using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Charts.Figures;

/// <summary>
/// What a search tried for one target: preprocessing × regression, the error of the inner cross-validation beside that on test rows, means
/// over folds.
/// </summary>
/// <param name="Results">Results so far.</param>
/// <param name="Target">The target.</param>
public sealed record SearchFigure(SweepResults Results, TargetFacts Target) : Figure
{
    /// <inheritdoc/>
    public override string Slug => $"search-{Target.Slug}";

    /// <inheritdoc/>
    public override string Title => $"What the search tried for {ChemicalName.Pretty(Target.Name)}";

    /// <inheritdoc/>
    public override string Description =>
        $"Heat map of preprocessing and regression, errors {Wording.WithUnit("of " + Target.Name, Target.Unit)}. " + string.Join(
            " ", Rows.SelectMany(row => row.Places.Where(place => place.Chosen > 0).Select(place =>
                $"{row.Preprocessing} with {place.Method}: chosen in {place.Chosen} of {Folds} folds, inner RMSE "
                + $"{Wording.Number(place.Inner)}, test MAE {Wording.Number(place.Outer)}.")));

    /// <inheritdoc/>
    public override string Caption =>
        "Left in each field: RMSE of the inner cross-validation; right: MAE on test rows"
        + $"{(Target.Unit.Length == 0 ? "" : $", in {Target.Unit}")}; means over {Folds} folds, darker is smaller, each half on its own "
        + "scale. Empty: not tried, because cheaper regressions ranked the preprocessing behind others. A frame and a number: how many "
        + "folds chose it (Selected). SG 15/2/1: Savitzky–Golay, window 15, polynomial 2, first derivative.";

    /// <inheritdoc/>
    public override Type Component => typeof(SearchChart);

    /// <summary>Folds with a search.</summary>
    public int Folds => Cells.Length;

    /// <summary>Regressions, in the order of the search.</summary>
    public IReadOnlyList<string> Methods => [.. Cells.SelectMany(cell => cell.Search!.Methods).Distinct()];

    /// <summary>One entry a preprocessing, in the order of the search.</summary>
    public IReadOnlyList<Row> Rows =>
    [
        .. from preprocessing in Cells.SelectMany(cell => cell.Search!.Preprocessings).Distinct()
           select new Row(preprocessing, [.. Methods.Select(method => PlaceOf(preprocessing, method))]),
    ];

    /// <inheritdoc/>
    public override FigureTable ToTable() => new(
        ["preprocessing", "method", "inner_rmse", "test_mae", "chosen_in_folds"],
        from row in Rows
        from place in row.Places
        where double.IsFinite(place.Inner)
        select new object?[] { row.Preprocessing, place.Method, place.Inner, place.Outer, place.Chosen });

    private CellResult[] Cells =>
    [
        .. Results.Cells.Where(cell => cell.Target == Target.Slug && cell.Model == ModelCatalog.Selected.Slug
            && cell.Strategy == StrategyCatalog.Reference.Slug && cell.Search is { Preprocessings.Count: > 0 }),
    ];

    private Place PlaceOf(string preprocessing, string method)
    {
        List<double> inner = [], outer = [];
        int chosen = 0;
        foreach (SearchRanking search in Cells.Select(cell => cell.Search!))
        {
            int row = search.Preprocessings.ToList().IndexOf(preprocessing), column = search.Methods.ToList().IndexOf(method);
            if (search.Chosen[0].Preprocessing == preprocessing && search.Chosen[0].Method == method) chosen++;
            if (row < 0 || column < 0) continue;
            int place = row * search.Methods.Count + column;
            if (!double.IsFinite(search.Inner[place]) || !double.IsFinite(search.Outer[place])) continue;
            inner.Add(search.Inner[place]);
            outer.Add(search.Outer[place]);
        }
        return new Place(
            method, inner.Count == 0 ? double.NaN : inner.Average(), outer.Count == 0 ? double.NaN : outer.Average(), inner.Count, chosen);
    }

    /// <summary>One preprocessing.</summary>
    /// <param name="Preprocessing">In words.</param>
    /// <param name="Places">One entry a regression.</param>
    public sealed record Row(string Preprocessing, IReadOnlyList<Place> Places);

    /// <summary>One preprocessing with one regression.</summary>
    /// <param name="Method">Name of the regression.</param>
    /// <param name="Inner">Mean over folds of the inner RMSE; NaN when it was never tried.</param>
    /// <param name="Outer">Mean over folds of the MAE on test rows.</param>
    /// <param name="Folds">Folds where it was tried.</param>
    /// <param name="Chosen">Folds that chose it.</param>
    public sealed record Place(string Method, double Inner, double Outer, int Folds, int Chosen);
}
