using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Strategies;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Strategies;

public class VaeAgreedTests
{
    [Fact]
    public async Task Labels_are_means_of_several_networks_and_kept_where_these_agree_as_on_measured_spectra()
    {
        SweepSpec spec = SweepFixture.Spec with
        {
            Folds = 1,
            Targets = [],
            AugmentedTargets = [],
            Strategies = ["e", "vae-n", "vae-ls"],
        };
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, spec: spec);
        SweepResults results = await new StoredSweeps(store).ResultsAsync(SweepFixture.Id);
        Assert.Equal(9, results.Cells.Count); // what labels alone is not reported
        Assert.All(results.Cells, cell => Assert.Null(cell.Failure));

        SyntheticSet set = SyntheticSetArtifact.Read(Bytes("folds/0/vae/vae-ls"), "set");
        FoldData fold = new(SweepFixture.Dataset, spec, 0);
        Assert.Equal(fold.Split.Training.Length, set.Spectra.Rows);
        NetworkEvaluator evaluator = new();
        string[] targets = ["zn2", "cu2", "li"];
        for (int t = 0; t < targets.Length; t++)
        {
            CellArtifact artifact = CellArtifact.Read(Bytes($"cells/0/{targets[t]}/e/mlp-5"), "cell");
            NetworkEnsemble several = (NetworkEnsemble)artifact.Model;
            double[] usual = [.. Spreads(several, fold.Validation).Order()], kept = Spreads(several, RowSet.All(set.Spectra));
            Assert.True(kept.Max() <= usual[(int)(0.9 * usual.Length)] * 1.0001, $"{kept.Max()} of {string.Join(", ", usual)}");
            float[] labels = several.Predict(evaluator, RowSet.All(set.Spectra));
            artifact.Targets.Inverse(labels, labels);
            for (int row = 0; row < labels.Length; row++) Assert.Equal(labels[row], set.Labels[row * targets.Length + t], 1e-5f);
        }

        byte[] Bytes(string item) => store.Artifacts[SweepPaths.Model(SweepFixture.Id, item)];

        double[] Spreads(NetworkEnsemble several, RowSet spectra)
        {
            float[][] predicted = [.. several.Members.Select(member => evaluator.Predict(member, spectra))];
            return [.. Enumerable.Range(0, spectra.Count).Select(row => KnownSpectra.Sd([.. predicted.Select(one => (double)one[row])]))];
        }
    }
}
