using IonSweep.Learning.Cpu;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Torch.Runtime;
using IonSweep.Learning.Torch.Stacks;
using IonSweep.Learning.Training;
using TorchSharp;

namespace IonSweep.Learning.Torch.Tests;

/// <summary>What a member of a group gets does not depend on the others.</summary>
public sealed class GroupTests
{
    private static readonly TorchTrainer Torch = new(new TorchOptions { Device = TorchDevice.Cpu });

    /// <summary>4 folds of 8 ions; every third with fewer rows, so that batches, steps and shared spectra differ in the group.</summary>
    [LibtorchFact]
    public async Task A_group_of_32_gives_each_network_what_it_gets_alone()
    {
        Folds data = new();
        TrainingOptions options = new() { EpochCap = 5 };
        List<GroupMember<MlpWeights>> members =
        [
            .. Enumerable.Range(0, 32).Select(i => Member(data.Mlp(i / 8, i % 8, options, rows: i % 3 == 0 ? 130 : null))),
        ];

        Torch.TrainTogether(members);

        foreach (GroupMember<MlpWeights> member in members)
        {
            Trained<MlpWeights> alone = Torch.Train(member.Task, new TrainingRun()), together = await member.Outcome;
            Compare.Losses(alone.History, together.History, 1e-5);
            Compare.Weights(alone.Weights.Layers, together.Weights.Layers, 1e-5);
        }
        Assert.Equal(0, Torch.MatricesOnDevice);
    }

    /// <summary>Members end at different epochs by their own rule, so the stack is made smaller again and again.</summary>
    [LibtorchFact]
    public async Task Each_network_ends_by_its_own_rule_with_the_weights_of_its_best_epoch()
    {
        List<GroupMember<MlpWeights>> members =
        [
            .. Enumerable.Range(0, 6).Select(i => Member(SmallTasks.Mlp(
                $"rule{i}", rows: 66 + 10 * i,
                options: new TrainingOptions { BatchSize = 16, LearningRate = 0.03, EpochCap = 60, Patience = 2 + i }))),
        ];

        Torch.TrainTogether(members);

        HashSet<int> epochs = [];
        foreach (GroupMember<MlpWeights> member in members)
        {
            Trained<MlpWeights> together = await member.Outcome, alone = Torch.Train(member.Task, new TrainingRun());
            epochs.Add(together.History.Epochs);
            Assert.Equal(alone.History.BestEpoch, together.History.BestEpoch);
            Assert.Equal(alone.History.CapHit, together.History.CapHit);
            Compare.Losses(alone.History, together.History, 1e-4);
            // The weights are those that had the best loss, recomputed here from the weights themselves.
            Assert.Equal(together.History.BestValidationLoss, Loss((MlpTask)member.Task, together.Weights), 1e-5);
        }
        Assert.True(epochs.Count > 2, "The members should end at different epochs.");
    }

    /// <summary>What is done where launches count, on the CPU: Adam over whole buffers, stacks made smaller at half.</summary>
    [LibtorchFact]
    public async Task Trained_as_on_a_cuda_device_it_is_the_same()
    {
        Folds data = new();
        TorchTrainer asOnCuda = new(new TorchOptions(), new Place(torch.CPU, IsLaunchBound: true));
        TrainingOptions options = new() { EpochCap = 5 };
        List<GroupMember<MlpWeights>> members =
            [.. Enumerable.Range(0, 6).Select(
                i => Member(data.Mlp(i / 3, i % 3, options with { EpochCap = 3 + i }, rows: i % 2 == 0 ? 130 : null)))];

        asOnCuda.TrainTogether(members);

        foreach (GroupMember<MlpWeights> member in members)
        {
            Trained<MlpWeights> alone = Torch.Train(member.Task, new TrainingRun()), together = await member.Outcome;
            Compare.Losses(alone.History, together.History, 1e-5);
            Compare.Weights(alone.Weights.Layers, together.Weights.Layers, 1e-5);
        }
        VaeTask vae = data.Vae(0, conditioned: true, DecoderInput.Dense, options);
        Compare.Losses(Torch.Train(vae, new TrainingRun()).History, asOnCuda.Train(vae, new TrainingRun()).History, 1e-5);
    }

    [LibtorchFact]
    public async Task A_network_that_joins_a_running_group_gets_what_it_gets_alone()
    {
        GroupMember<MlpWeights> late = Member(SmallTasks.Mlp("late", rows: 70));
        int asked = 0;
        GroupMember<MlpWeights> first = Member(SmallTasks.Mlp("first"));

        Torch.TrainTogether([first], () => asked++ == 3 ? [late] : []);

        foreach (GroupMember<MlpWeights> member in new[] { first, late })
        {
            Trained<MlpWeights> together = await member.Outcome, alone = Torch.Train(member.Task, new TrainingRun());
            Compare.Losses(alone.History, together.History, 1e-5);
            Compare.Weights(alone.Weights.Layers, together.Weights.Layers, 1e-5);
        }
    }

    [LibtorchFact]
    public async Task A_network_that_diverges_fails_alone()
    {
        MlpTask broken = SmallTasks.Mlp("broken");
        broken.TrainingTargets[7] = float.NaN;
        GroupMember<MlpWeights> bad = Member(broken), good = Member(SmallTasks.Mlp("good"));

        Torch.TrainTogether([bad, good]);

        TrainingDivergedException reason = await Assert.ThrowsAsync<TrainingDivergedException>(() => bad.Outcome);
        Assert.Contains("Epoch 1: the training loss is NaN", reason.Message, StringComparison.Ordinal);
        Compare.Losses(Torch.Train(good.Task, new TrainingRun()).History, (await good.Outcome).History, 1e-5);
    }

    /// <summary>The same spectra, so that they share a product: what is not a number must not cross over.</summary>
    [LibtorchFact]
    public async Task A_network_that_diverges_does_not_harm_those_that_share_its_spectra()
    {
        Folds data = new();
        TrainingOptions options = new() { EpochCap = 2 };
        MlpTask broken = data.Mlp(0, 0, options);
        broken.TrainingTargets[3] = float.PositiveInfinity;
        GroupMember<MlpWeights> bad = Member(broken), good = Member(data.Mlp(0, 1, options));

        Torch.TrainTogether([bad, good]);

        await Assert.ThrowsAsync<TrainingDivergedException>(() => bad.Outcome);
        Compare.Losses(Torch.Train(good.Task, new TrainingRun()).History, (await good.Outcome).History, 1e-5);
    }

    [LibtorchFact]
    public async Task A_watcher_that_throws_fails_its_own_network_only()
    {
        GroupMember<MlpWeights> bad = new(
            SmallTasks.Mlp("one"), new TrainingRun { EpochCompleted = _ => throw new IOException("No room left.") });
        GroupMember<MlpWeights> good = Member(SmallTasks.Mlp("two"));

        Torch.TrainTogether([bad, good]);

        await Assert.ThrowsAsync<IOException>(() => bad.Outcome);
        Assert.Equal(6, (await good.Outcome).History.Epochs);
    }

    /// <summary>The device meta computes shapes only: nothing can be read from it.</summary>
    [LibtorchFact]
    public async Task A_device_that_fails_is_no_networks_own_failure()
    {
        TorchTrainer broken = new(new TorchOptions(), new Place(torch.META, IsLaunchBound: true));
        GroupMember<MlpWeights>[] members = [Member(SmallTasks.Mlp("one")), Member(SmallTasks.Mlp("two"))];

        broken.TrainTogether(members);

        foreach (GroupMember<MlpWeights> member in members)
        {
            TrainingDeviceException reason = await Assert.ThrowsAsync<TrainingDeviceException>(() => member.Outcome);
            Assert.StartsWith("Training 2 networks together failed on the device meta: ", reason.Message, StringComparison.Ordinal);
        }
        Assert.Equal(0, broken.MatricesOnDevice);
    }

    [LibtorchFact]
    public async Task A_task_of_another_group_is_refused_alone()
    {
        GroupMember<MlpWeights> good = Member(SmallTasks.Mlp("one")), other = Member(SmallTasks.Mlp("two", hidden: [4]));

        Torch.TrainTogether([good, other]);

        ArgumentException reason = await Assert.ThrowsAsync<ArgumentException>(() => other.Outcome);
        Assert.Contains("mlp-23-4-1", reason.Message, StringComparison.Ordinal);
        Assert.Equal(6, (await good.Outcome).History.Epochs);
    }

    [LibtorchFact]
    public void Groups_are_of_one_architecture_one_optimiser_and_about_as_many_batches()
    {
        MlpTask task = SmallTasks.Mlp("one", rows: 90); // 6 batches
        string group = Torch.GroupOf(task);
        Assert.Equal(group, Torch.GroupOf(SmallTasks.Mlp("two", rows: 70)));
        Assert.Equal(group, Torch.GroupOf(task with { Options = task.Options with { Patience = 7, EpochCap = 9 } }));
        Assert.NotEqual(group, Torch.GroupOf(SmallTasks.Mlp("two", rows: 180)));
        Assert.NotEqual(group, Torch.GroupOf(SmallTasks.Mlp("two", hidden: [4])));
        Assert.NotEqual(group, Torch.GroupOf(task with { Options = task.Options with { LearningRate = 0.02 } }));
        Assert.NotEqual(group, Torch.GroupOf(task with { Options = task.Options with { BatchSize = 17 } }));
    }

    [LibtorchFact]
    public async Task Reports_tell_every_epoch_of_every_network()
    {
        List<EpochReport>[] reports = [[], []];
        GroupMember<MlpWeights>[] members =
        [
            .. Enumerable.Range(0, 2).Select(i => new GroupMember<MlpWeights>(
                SmallTasks.Mlp($"report{i}"), new TrainingRun { EpochCompleted = reports[i].Add })),
        ];

        Torch.TrainTogether(members);

        for (int i = 0; i < 2; i++)
        {
            TrainingHistory history = (await members[i].Outcome).History;
            Assert.Equal(Enumerable.Range(1, 6), reports[i].Select(report => report.Epoch));
            Assert.Equal(history.TrainingLoss, reports[i].Select(report => report.TrainingLoss));
            Assert.Equal(history.ValidationLoss, reports[i].Select(report => report.ValidationLoss));
            Assert.Equal(history.BestEpoch, reports[i][^1].BestEpoch);
        }
    }

    private static GroupMember<MlpWeights> Member(MlpTask task) => new(task, new TrainingRun());

    private static float Loss(MlpTask task, MlpWeights weights)
    {
        float[] predicted = new NetworkEvaluator().Predict(weights, task.Validation);
        return (float)predicted.Zip(task.ValidationTargets, (p, t) => ((double)p - t) * (p - t)).Average();
    }
}
