using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>The trainer gives what the trainer of the core tier gives, up to rounding: that one is the independent reference.</summary>
public sealed class AgreementTests
{
    private static readonly CpuTrainer Reference = new();
    private static readonly TorchTrainer Torch = new(new TorchOptions { Device = TorchDevice.Cpu });
    private static readonly Folds Data = new();

    /// <summary>All 8 ions at once, so that they share their first layers' product.</summary>
    [Fact]
    public async Task Losses_of_the_first_10_epochs_are_those_of_the_cpu_trainer_for_all_ions()
    {
        TrainingOptions options = new() { EpochCap = 10 };
        List<GroupMember<MlpTask, TrainedMlp>> members =
            [.. Enumerable.Range(0, Data.Dataset.Targets.Count).Select(target => new GroupMember<MlpTask, TrainedMlp>(Data.Mlp(0, target, options), new TrainingRun()))];

        Torch.TrainTogether(members);

        Assert.Equal(8, members.Count);
        foreach (GroupMember<MlpTask, TrainedMlp> member in members)
        {
            TrainedMlp expected = Reference.TrainMlp(member.Task, new TrainingRun()), actual = await member.Outcome;
            Compare.Losses(expected.History, actual.History, 1e-4);
            Compare.Weights(expected.Weights.Layers, actual.Weights.Layers, 1e-4);
        }
    }

    /// <summary>Short last batches, several outputs, one hidden layer or three.</summary>
    [Theory]
    [InlineData(1, 9)]
    [InlineData(3, 9)]
    [InlineData(2, 9, 7, 5)]
    public void Other_architectures_agree_too(int outputs, params int[] hidden)
    {
        MlpTask task = SmallTasks.Mlp("a", rows: 90, outputs: outputs, hidden: hidden);

        TrainedMlp expected = Reference.TrainMlp(task, new TrainingRun()), actual = Torch.TrainMlp(task, new TrainingRun());

        Compare.Losses(expected.History, actual.History, 1e-4);
        Compare.Weights(expected.Weights.Layers, actual.Weights.Layers, 1e-4);
    }

    [Theory]
    [InlineData(false, DecoderInput.Dense)]
    [InlineData(true, DecoderInput.Dense)]
    [InlineData(false, DecoderInput.Sigmoid)]
    [InlineData(true, DecoderInput.Sigmoid)]
    public async Task Generators_agree_with_those_of_the_cpu_trainer(bool conditioned, DecoderInput decoderInput)
    {
        TrainingOptions options = new() { EpochCap = 10 };
        List<GroupMember<VaeTask, TrainedVae>> members =
            [.. Enumerable.Range(0, 2).Select(fold => new GroupMember<VaeTask, TrainedVae>(Data.Vae(fold, conditioned, decoderInput, options), new TrainingRun()))];

        Torch.TrainTogether(members);

        foreach (GroupMember<VaeTask, TrainedVae> member in members)
        {
            TrainedVae expected = Reference.TrainVae(member.Task, new TrainingRun()), actual = await member.Outcome;
            Compare.Losses(expected.History, actual.History, 1e-4);
            Compare.Weights(Compare.Layers(expected.Weights), Compare.Layers(actual.Weights), 1e-3);
        }
    }

    /// <summary>Trained to the end by its own rule; the trainers' paths part by rounding, so epochs and weights may differ by then.</summary>
    [Fact]
    public async Task Test_error_over_folds_lies_within_the_spread_of_seeds()
    {
        TrainingOptions options = new() { Patience = 30, EpochCap = 400 };
        const int target = 1; // copper
        int[] folds = [0, 1, 2, 3];
        double Error(Func<MlpTask, TrainedMlp> train, long seed) =>
            folds.Average(fold => Data.TestError(Reference, train(Data.Mlp(fold, target, options, seed: seed)).Weights, fold, target));
        double[] seeds = [.. Enumerable.Range(1, 4).Select(seed => Error(task => Reference.TrainMlp(task, new TrainingRun()), seed))];
        List<GroupMember<MlpTask, TrainedMlp>> members =
            [.. folds.Select(fold => new GroupMember<MlpTask, TrainedMlp>(Data.Mlp(fold, target, options), new TrainingRun()))];

        Torch.TrainTogether(members);

        TrainedMlp[] trained = await Task.WhenAll(members.Select(member => member.Outcome));
        double actual = folds.Average(fold => Data.TestError(Torch, trained[fold].Weights, fold, target));
        double spread = seeds.Max() - seeds.Min();
        Assert.InRange(actual, seeds[0] - spread, seeds[0] + spread);
    }
}
