using IonSweep.Sweeps.Aggregation;
using IonSweep.Sweeps.Results;

namespace IonSweep.Sweeps.Tests.Statistics;

public sealed class MeanR2Tests
{
    [Fact]
    public void A_fold_whose_few_test_values_lie_close_together_does_not_speak_for_all()
    {
        // Errors of 1 everywhere: against test values that spread by 0.5 once, and by 3 twice.
        CellResult[] cells = [Fold(rmse: 1, spread: 0.5), Fold(rmse: 1, spread: 3), Fold(rmse: 1, spread: 3)];
        Assert.Equal(-3, cells[0].R2);
        Assert.Equal(1 - 3 / 18.25, Recommender.MeanR2(cells), 1e-12); // that of all rows together, each fold about its own mean
        Assert.True(cells.Average(cell => cell.R2) < 0);
    }

    [Fact]
    public void Folds_without_error_or_spread_change_nothing_and_none_gives_no_number()
    {
        Assert.Equal(1, Recommender.MeanR2([Fold(rmse: 0, spread: 2)]));
        Assert.Equal(0.75, Recommender.MeanR2([Fold(1, 2), new CellResult { Fold = 1, Target = "y", Strategy = "e", Rmse = 1 }]), 1e-12);
        Assert.True(double.IsNaN(Recommender.MeanR2([])));
    }

    private static CellResult Fold(double rmse, double spread) =>
        new() { Fold = 0, Target = "y", Strategy = "e", Rmse = rmse, R2 = 1 - rmse * rmse / (spread * spread) };
}
