using IonSweep.Learning.Cpu;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>The trainer gives what the trainer of the core tier gives, up to rounding: that one is the independent reference.</summary>
public sealed class AgreementTests
{
    private static readonly CpuTrainer Reference = new();
    private static readonly TorchTrainer Torch = new(new TorchOptions { Device = TorchDevice.Cpu });
    private static readonly Folds Data = new();

    /// <summary>All 8 ions at once, so that they share their first layers' product.</summary>
    [LibtorchFact]
    public async Task Losses_of_the_first_10_epochs_are_those_of_the_cpu_trainer_for_all_ions()
    {
        TrainingOptions options = new() { EpochCap = 10 };
        List<GroupMember<MlpWeights>> members =
            [.. Enumerable.Range(0, Data.Dataset.Targets.Count)
                .Select(target => new GroupMember<MlpWeights>(Data.Mlp(0, target, options), new TrainingRun()))];

        Torch.TrainTogether(members);

        Assert.Equal(8, members.Count);
        foreach (GroupMember<MlpWeights> member in members)
        {
            Trained<MlpWeights> expected = Reference.Train(member.Task, new TrainingRun()), actual = await member.Outcome;
            Compare.Losses(expected.History, actual.History, 1e-4);
            Compare.Weights(expected.Weights.Layers, actual.Weights.Layers, 1e-4);
        }
    }

    /// <summary>Short last batches, several outputs, one hidden layer or three.</summary>
    [LibtorchTheory]
    [InlineData(1, 9)]
    [InlineData(3, 9)]
    [InlineData(2, 9, 7, 5)]
    public void Other_architectures_agree_too(int outputs, params int[] hidden)
    {
        MlpTask task = SmallTasks.Mlp("a", rows: 90, outputs: outputs, hidden: hidden);

        Trained<MlpWeights> expected = Reference.Train(task, new TrainingRun()), actual = Torch.Train(task, new TrainingRun());

        Compare.Losses(expected.History, actual.History, 1e-4);
        Compare.Weights(expected.Weights.Layers, actual.Weights.Layers, 1e-4);
    }

    [LibtorchTheory]
    [InlineData(false, DecoderInput.Dense)]
    [InlineData(true, DecoderInput.Dense)]
    [InlineData(false, DecoderInput.Sigmoid)]
    [InlineData(true, DecoderInput.Sigmoid)]
    public async Task Generators_agree_with_those_of_the_cpu_trainer(bool conditioned, DecoderInput decoderInput)
    {
        TrainingOptions options = new() { EpochCap = 10 };
        List<GroupMember<VaeWeights>> members =
            [.. Enumerable.Range(0, 2).Select(
                fold => new GroupMember<VaeWeights>(Data.Vae(fold, conditioned, decoderInput, options), new TrainingRun()))];

        Torch.TrainTogether(members);

        foreach (GroupMember<VaeWeights> member in members)
        {
            Trained<VaeWeights> expected = Reference.Train(member.Task, new TrainingRun()), actual = await member.Outcome;
            Compare.Losses(expected.History, actual.History, 1e-4);
            Compare.Weights(Compare.Layers(expected.Weights), Compare.Layers(actual.Weights), 1e-3);
        }
    }

    /// <summary>
    /// Trained to the end by their own rule; the trainers' paths part by rounding, so epochs and weights may differ by then.
    /// </summary>
    [LibtorchFact]
    public async Task Test_error_over_folds_lies_within_the_spread_of_seeds_for_every_ion()
    {
        TrainingOptions options = new() { Patience = 20, EpochCap = 250 };
        int[] folds = [0, 1, 2], ions = [.. Enumerable.Range(0, Data.Dataset.Targets.Count)];
        double Error(Func<int, MlpWeights> trained, int ion) => folds.Average(fold => Data.TestError(trained(fold), fold, ion));
        Dictionary<(int Fold, int Ion), GroupMember<MlpWeights>> members =
            folds.SelectMany(fold => ions.Select(ion => (fold, ion)))
            .ToDictionary(
                cell => cell, cell => new GroupMember<MlpWeights>(Data.Mlp(cell.fold, cell.ion, options), new TrainingRun()));

        Torch.TrainTogether([.. members.Values]);

        await Task.WhenAll(members.Values.Select(member => member.Outcome));
        foreach (int ion in ions)
        {
            double[] seeds = [.. new[] { Folds.Seed, 2, 3 }.Select(seed =>
                Error(fold => Reference.Train(Data.Mlp(fold, ion, options, seed: seed), new TrainingRun()).Weights, ion))];
            MlpWeights[] trained = await Task.WhenAll(folds.Select(async fold => (await members[(fold, ion)].Outcome).Weights));
            double spread = seeds.Max() - seeds.Min();
            Assert.InRange(Error(fold => trained[fold], ion), seeds[0] - spread, seeds[0] + spread);
        }
    }
}
