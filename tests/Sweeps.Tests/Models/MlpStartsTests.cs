using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Sweeps.Tests.Service;

namespace IonSweep.Sweeps.Tests.Models;

public class MlpStartsTests
{
    private static readonly SweepSpec Spec = SweepFixture.Spec with
    {
        Folds = 1,
        Targets = ["zn2"],
        AugmentedTargets = [],
        Models = ["mlp", "mlp-5"],
        Strategies = ["e"],
    };

    [Fact]
    public async Task Its_first_network_is_that_of_mlp_and_it_predicts_the_mean_of_five_that_differ()
    {
        WatchedStore store = new();
        await SweepFixture.RunAsync(store, spec: Spec);
        MlpWeights alone = ((RegressionNetwork)Model(store, "cells/0/zn2/e")).Weights;
        NetworkEnsemble five = (NetworkEnsemble)Model(store, "cells/0/zn2/e/mlp-5");
        Assert.Equal(5, five.Members.Count);
        Assert.Equal(MlpFile.Write(alone), MlpFile.Write(five.Members[0]));
        Assert.Equal(5, five.Members.Select(member => Convert.ToHexString(MlpFile.Write(member))).Distinct().Count());

        RowSet rows = RowSet.All(Matrix.From([.. Enumerable.Range(0, 36).Select(i => i / 36f)], 3, 12));
        NetworkEvaluator evaluator = new();
        float[] mean = five.Predict(evaluator, rows);
        for (int row = 0; row < 3; row++)
            Assert.Equal(five.Members.Average(member => evaluator.Predict(member, rows)[row]), mean[row], 1e-6f);
    }

    private static ITrainedModel Model(WatchedStore store, string item) =>
        CellArtifact.Read(store.Artifacts[SweepPaths.Model(SweepFixture.Id, item)], item).Model;
}
