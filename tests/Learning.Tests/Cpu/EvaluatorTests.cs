using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Tests.Cpu;

/// <summary>An evaluator that keeps networks ready says the same as one that has just met them.</summary>
public sealed class EvaluatorTests
{
    private static readonly MlpWeights Mlp = new CpuTrainer().Train(TestData.Mlp(), new TrainingRun()).Weights;
    private static readonly CnnWeights Cnn = new CpuTrainer().Train(
        TestData.Cnn(options: new TrainingOptions { BatchSize = 16, EpochCap = 2 }), new TrainingRun()).Weights;

    [Fact]
    public void Many_threads_on_networks_that_were_evaluated_before_get_the_bits_of_a_fresh_evaluator()
    {
        RowSet[] sets = [.. ((int[])[1, 2, 59, 60, 61, 150]).Select(rows => RowSet.All(TestData.Uniform($"rows-{rows}", rows, 23)))];
        RowSet[] wide = [.. ((int[])[1, 60, 61]).Select(rows => RowSet.All(TestData.Uniform($"wide-{rows}", rows, 75)))];
        float[][] mlp = [.. sets.Select(set => new NetworkEvaluator().Predict(Mlp, set))];
        CnnPrediction[] cnn = [.. wide.Select(set => new NetworkEvaluator().Predict(Cnn, set))];
        NetworkEvaluator ready = new();
        Parallel.For(0, 200, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Assert.Equal(mlp[i % sets.Length], ready.Predict(Mlp, sets[i % sets.Length]));
            CnnPrediction predicted = ready.Predict(Cnn, wide[i % wide.Length]);
            Assert.Equal(cnn[i % wide.Length].Targets, predicted.Targets);
            Assert.Equal(cnn[i % wide.Length].Auxiliary, predicted.Auxiliary);
        });
    }

    [Fact]
    public void Networks_of_one_architecture_are_not_confused()
    {
        MlpWeights other = Mlp with { Layers = [.. Mlp.Layers.Select(layer => layer with { Bias = [.. layer.Bias.Select(b => b + 1)] })] };
        RowSet rows = RowSet.All(TestData.Uniform("rows", 5, 23));
        NetworkEvaluator ready = new();
        float[] first = ready.Predict(Mlp, rows), second = ready.Predict(other, rows);
        Assert.NotEqual(first, second);
        Assert.Equal(first, ready.Predict(Mlp, rows));
        Assert.Equal(new NetworkEvaluator().Predict(other, rows), second);
    }

    [Fact]
    public void Weights_that_nobody_holds_any_more_are_not_kept()
    {
        NetworkEvaluator ready = new();
        WeakReference weights = Evaluated(ready);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(weights.IsAlive);
        GC.KeepAlive(ready);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Evaluated(NetworkEvaluator evaluator)
    {
        MlpWeights weights = Mlp with { Layers = [.. Mlp.Layers] };
        evaluator.Predict(weights, RowSet.All(TestData.Uniform("rows", 5, 23)));
        return new WeakReference(weights);
    }
}
