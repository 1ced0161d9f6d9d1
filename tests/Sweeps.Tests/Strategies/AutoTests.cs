using IonSweep.Spectra;
using IonSweep.Spectra.Splitting;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Reporting;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Tests.Service;
using static IonSweep.Sweeps.Tests.Strategies.KnownSpectra;

namespace IonSweep.Sweeps.Tests.Strategies;

public class AutoTests
{
    private static readonly SweepSpec Spec = SweepFixture.Spec with
    {
        Folds = 4,
        Targets = [],
        AugmentedTargets = [],
        Models = ["pls", "mlp", "mlp-group"],
        Strategies = ["e", "auto"],
    };

    /// <summary>Few spectra that scatter multiplies: what EMSA helps with, and mixing as well.</summary>
    private static SpectralDataset Scattered(int rows = 40) => Of(
        rows, 1, (row, _) => Uniform("target", row),
        (row, c) => (1 + 0.3 * Normal("b", row)) * (2 + 3 * Band(0.3, c, 8) + Uniform("target", row) * Band(0.65, c))
            + 0.3 * Normal("a", row) + 0.02 * Normal("white", row, c));

    /// <summary>Strong scatter, and a target that adds a hundredth of it, without noise.</summary>
    private static SpectralDataset Precise() => Of(
        60, 1, (row, _) => Uniform("target", row),
        (row, c) => (1 + 0.3 * Normal("b", row)) * (2 + 3 * Band(0.3, c, 8)) + 0.01 * Uniform("target", row) * Band(0.65, c)
            + 0.3 * Normal("a", row) + 1e-6 * Normal("white", row, c));

    [Fact]
    public void Trials_prefer_what_generates_new_spectra_to_what_spoils_their_labels_and_need_a_clear_gain()
    {
        AugmentationTrials helping = new(TaskOf(Scattered()), [new Spoiling(), (IFittedStrategy)StrategyCatalog.Get("emsa")]);
        AugmentationChoice? chosen = helping.Best([0], CancellationToken.None);
        Assert.NotNull(chosen);
        Assert.StartsWith("emsa", chosen!.ToString());
        Assert.Null(new AugmentationTrials(TaskOf(Scattered()), [new Spoiling()]).Best([0], CancellationToken.None));
        Assert.Null(new AugmentationTrials(TaskOf(Scattered()), [new Impossible()]).Best([0], CancellationToken.None));
    }

    [Fact]
    public void A_gain_is_clear_above_one_standard_error()
    {
        Assert.True(PairedGain.IsClear([3, 4, 5, 6], [2, 3, 4, 5.5]));
        Assert.False(PairedGain.IsClear([3, 4, 5, 6], [3, 4, 5, 6]));
        Assert.False(PairedGain.IsClear([3, 4], [1, 6.1]));
        Assert.False(PairedGain.IsClear([2, 3, 4, 5], [3, 4, 5, 6]));
    }

    [Fact]
    public async Task Where_nothing_helps_it_is_e_itself_and_elsewhere_what_it_chose()
    {
        WatchedStore one = new(), two = new();
        await SweepFixture.RunAsync(one, threads: 1, spec: Spec, dataset: Scattered());
        await SweepFixture.RunAsync(two, threads: 4, spec: Spec, dataset: Scattered());
        Assert.Equal(SweepFixture.Fixed(one), SweepFixture.Fixed(two));
        SweepReport report = await new StoredSweeps(one).ReportAsync(SweepFixture.Id);
        CellResult[] chosen = [.. report.Results.Cells.Where(cell => cell.Strategy == "auto")];
        Assert.Equal(12, chosen.Length);
        Assert.Contains(chosen, cell => cell.Choice != AugmentationChoice.None);
        foreach (CellResult cell in chosen)
        {
            CellResult reference = report.Results.Cells.Single(
                other => other.Strategy == "e" && (other.Fold, other.Target, other.Model) == (cell.Fold, cell.Target, cell.Model));
            Assert.Null(reference.Choice);
            if (cell.Choice == AugmentationChoice.None)
                Assert.Equal((reference.Mae, 0, reference.Epochs), (cell.Mae, cell.SyntheticRows, cell.Epochs));
            else Assert.True(cell.SyntheticRows > 0, $"{cell}");
        }
        Assert.Contains("Chosen ways to augment", MarkdownReport.Write(report));
    }

    [Theory]
    [InlineData(true)] // very few spectra that scatter multiplies
    [InlineData(false)] // what a calibration reads from far less than a simulation gets right
    public async Task A_simulation_is_taken_where_inner_validation_says_so_and_is_e_itself_elsewhere(bool few)
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, spec: Spec with { Models = ["pls"], Strategies = ["e", "sim-or-none"] },
            dataset: few ? Scattered(18) : Precise());
        ILookup<string, CellResult> cells =
            (await new StoredSweeps(store).ResultsAsync(SweepFixture.Id)).Cells.ToLookup(cell => cell.Strategy);
        Assert.Equal(4, cells["sim-or-none"].Count());
        foreach ((CellResult cell, CellResult reference) in cells["sim-or-none"].Zip(cells["e"]))
        {
            Assert.Matches(@"^(none|sim-scatter \(noise (0|0\.5|1)\))$", cell.Choice!);
            Assert.Equal(cell.Choice == AugmentationChoice.None, (cell.Mae, cell.SyntheticRows) == (reference.Mae, 0));
        }
        Assert.Equal(few, cells["sim-or-none"].Any(cell => cell.Choice != AugmentationChoice.None));
    }

    [Fact]
    public async Task Test_rows_have_no_part_in_the_choice()
    {
        SpectralDataset data = Scattered();
        SweepSpec spec = Spec with { Folds = 1, Models = ["pls"] };
        int[] test = MonteCarloSplitter.Split(data, spec.Seed, 0).Test;
        SpectralDataset other = Of(
            data.RowCount, 1, (row, t) => test.Contains(row) ? 0.5 : data.TargetRow(row)[t],
            (row, c) => test.Contains(row) ? -3 : data.Spectrum(row)[c]);
        WatchedStore one = new(), two = new();
        await SweepFixture.RunAsync(one, spec: spec, dataset: data);
        await SweepFixture.RunAsync(two, spec: spec, dataset: other);
        Assert.Equal(Choice(one), Choice(two));

        static string? Choice(WatchedStore store) =>
            new StoredSweeps(store).ResultsAsync(SweepFixture.Id).Result.Cells.Single(cell => cell.Strategy == "auto").Choice;
    }

    [Fact]
    public void What_it_cannot_choose_from_or_for_is_refused()
    {
        Assert.Contains("auto.strategies: 'vae-n' is not fitted at once",
            Assert.Throws<InvalidSpecException>(() => SpecReader.Read("auto: {strategies: [vae-n]}")).Message);
        Assert.Contains("'auto' does not choose for models that search themselves, such as 'selected'",
            Assert.Throws<InvalidSpecException>(() => SpecReader.Read("strategies: [e, auto]\nmodels: [pls, selected]")).Message);
    }

    /// <summary>Training spectra with the labels of others.</summary>
    private sealed class Spoiling : IFittedStrategy
    {
        public string Slug => "spoiling";

        public string Name => Slug;

        public string Summary => Slug;

        public string Source => Slug;

        public SyntheticSet Generate(FittedGenerationTask task)
        {
            float[] labels = task.TrainingTargets();
            Array.Reverse(labels);
            return task.SetOf(task.TrainingSpectra(), labels);
        }
    }

    private sealed class Impossible : IFittedStrategy
    {
        public string Slug => "impossible";

        public string Name => Slug;

        public string Summary => Slug;

        public string Source => Slug;

        public SyntheticSet Generate(FittedGenerationTask task) => throw new Learning.Forward.ForwardFitException("never");
    }
}
