using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using static IonSweep.Learning.Gpu.Tests.Trainers;

namespace IonSweep.Learning.Gpu.Tests;

/// <summary>On the processor the kernels give the trainer cpu's bits: losses, weights, best epoch and end.</summary>
public sealed class SameBitsTests
{
    /// <summary>Sizes that divide neither lanes nor tiles, panels of more than 64 columns, several outputs, short last batches.</summary>
    [Theory]
    [InlineData(1, 17, 5)]
    [InlineData(3, 9)]
    [InlineData(2, 70, 21)]
    [InlineData(1, 5, 4, 3)]
    public void Regression_networks_over_20_epochs(int outputs, params int[] hidden)
    {
        MlpTask task = SmallTasks.Mlp("a", hidden, outputs);

        SameBits.Of(Reference.Train(task, new TrainingRun()), OnKernels.Train(task, new TrainingRun()));
    }

    [Theory]
    [InlineData(0, DecoderInput.Dense, 18, 5)]
    [InlineData(3, DecoderInput.Dense, 33, 17)]
    [InlineData(0, DecoderInput.Sigmoid, 18, 5)]
    [InlineData(14, DecoderInput.Sigmoid, 9, 3)]
    public void Generators_over_20_epochs(int conditions, DecoderInput decoderInput, int hidden, int latents)
    {
        VaeTask task = SmallTasks.Vae("a", conditions, decoderInput, hidden: hidden, latents: latents);

        SameBits.Of(Reference.Train(task, new TrainingRun()), OnKernels.Train(task, new TrainingRun()));
    }

    /// <summary>
    /// Windows that overlap, touch and begin anywhere, more features than a panel has columns, one convolution, one window, no auxiliary
    /// quantity.
    /// </summary>
    [Theory]
    [InlineData("16k6s3 32k2s1", 3, 9, 2, 3)]
    [InlineData("16k4s4 32k4s2", 2, 17, 3, 1)]
    [InlineData("16k5s1", 4, 16, 1, 0)]
    [InlineData("16k23s23", 1, 5, 1, 20)]
    public void Convolutional_networks_over_20_epochs(string convolutions, int pooling, int hidden, int targets, int auxiliary)
    {
        CnnTask task = SmallTasks.Cnn("a", Shapes(convolutions), pooling, hidden, targets, auxiliary);

        SameBits.Of(Reference.Train(task, new TrainingRun()), OnKernels.Train(task, new TrainingRun()));
    }

    [Fact]
    public void Convolutions_of_more_features_than_a_panel_has_columns()
    {
        CnnTask task = SmallTasks.Cnn("a", Shapes("80k8s4 96k3s1"), options: SmallTasks.Options(2), rows: 21);

        SameBits.Of(Reference.Train(task, new TrainingRun()), OnKernels.Train(task, new TrainingRun()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    public async Task Convolutional_networks_of_a_group(int size)
    {
        GroupMember<CnnWeights>[] members =
        [
            .. Enumerable.Range(0, size).Select(i => new GroupMember<CnnWeights>(
                SmallTasks.Cnn($"n{i}", options: SmallTasks.Options(3), rows: 20 + 3 * i), new TrainingRun())),
        ];

        OnKernels.TrainTogether(members);

        foreach (GroupMember<CnnWeights> member in members)
            SameBits.Of(Reference.Train(member.Task, new TrainingRun()), await member.Outcome);
    }

    [Fact]
    public void A_generator_of_more_latents_than_a_group_of_random_words()
    {
        VaeTask task = SmallTasks.Vae("a", 0, DecoderInput.Dense, SmallTasks.Options(2), latents: 70);

        SameBits.Of(Reference.Train(task, new TrainingRun()), OnKernels.Train(task, new TrainingRun()));
    }

    /// <summary>Also more networks than blocks, of unequal data; all see the same matrices, which are on the device once.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    public async Task Networks_of_a_group(int size)
    {
        GroupMember<MlpWeights>[] members =
        [
            .. Enumerable.Range(0, size).Select(i => new GroupMember<MlpWeights>(
                SmallTasks.Mlp($"n{i}", [6], options: SmallTasks.Options(4), rows: 20 + 3 * i), new TrainingRun())),
        ];

        OnKernels.TrainTogether(members);

        foreach (GroupMember<MlpWeights> member in members)
            SameBits.Of(Reference.Train(member.Task, new TrainingRun()), await member.Outcome);
    }

    /// <summary>Threads of a block wait for each other, and read what the others wrote.</summary>
    [Fact]
    public async Task Blocks_of_several_threads_side_by_side()
    {
        GroupMember<MlpWeights>[] regressions =
            [.. Enumerable.Range(0, 3).Select(i => new GroupMember<MlpWeights>(
                SmallTasks.Mlp($"n{i}", [11], options: SmallTasks.Options(2), rows: 21), new TrainingRun()))];
        VaeTask generator = SmallTasks.Vae("a", 2, DecoderInput.Dense, SmallTasks.Options(2), rows: 21);

        Blocks.TrainTogether(regressions);

        foreach (GroupMember<MlpWeights> member in regressions)
            SameBits.Of(Reference.Train(member.Task, new TrainingRun()), await member.Outcome);
        SameBits.Of(Reference.Train(generator, new TrainingRun()), Blocks.Train(generator, new TrainingRun()));
    }

    [Fact]
    public void Blocks_of_several_threads_on_convolutions()
    {
        CnnTask task = SmallTasks.Cnn("a", Shapes("16k8s4 16k2s1"), pooling: 2, hidden: 5, options: SmallTasks.Options(1), rows: 17);

        SameBits.Of(Reference.Train(task, new TrainingRun()), Blocks.Train(task, new TrainingRun()));
    }

    /// <summary>The device stops by patience, on its own; a launch may hold many epochs more.</summary>
    [Fact]
    public void The_stopping_rule_and_the_best_epoch()
    {
        TrainingOptions options = new() { BatchSize = 16, LearningRate = 0.5, Patience = 4, EpochCap = 500 };
        MlpTask task = SmallTasks.Mlp("patience", [6], options: options);

        Trained<MlpWeights> expected = Reference.Train(task, new TrainingRun());

        Assert.InRange(expected.History.Epochs, 6, 200);
        Assert.False(expected.History.CapHit);
        SameBits.Of(expected, OnKernels.Train(task, new TrainingRun()));
    }

    /// <summary>
    /// Weights averaged over epochs, a step size that falls several times, and both, beside a plain network in one group.
    /// </summary>
    [Fact]
    public async Task Averaged_weights_and_falling_step_sizes()
    {
        TrainingOptions options = SmallTasks.Options(40) with { LearningRate = 0.2, Patience = 20 };
        TrainingOptions[] kinds = [options, options with { Averaging = 0.9 }, options with { HalvingWait = 2 },
            options with { Averaging = 0.5, HalvingWait = 3 }];
        GroupMember<MlpWeights>[] members =
        [
            .. kinds.Select((one, i) => new GroupMember<MlpWeights>(SmallTasks.Mlp($"n{i}", [17, 5], 2, one), new TrainingRun())),
        ];

        OnKernels.TrainTogether(members);

        Assert.Equal(
            ["mlp", "mlp-averaged", "mlp-averaged-falling", "mlp-falling"], members.Select(member => member.Task.Network).Order());
        foreach (GroupMember<MlpWeights> member in members)
            SameBits.Of(Reference.Train(member.Task, new TrainingRun()), await member.Outcome);
    }

    [Fact]
    public void Orders_that_do_not_fit_into_shared_memory_and_large_batches()
    {
        MlpTask task = SmallTasks.Mlp(
            "many", [2], options: new TrainingOptions { BatchSize = 4_000, EpochCap = 2 }, rows: 10_300, channels: 6);

        SameBits.Of(Reference.Train(task, new TrainingRun()), OnKernels.Train(task, new TrainingRun()));
    }

    [Fact]
    public void A_training_that_diverges_ends_as_on_the_cpu()
    {
        TrainingOptions options = new() { BatchSize = 16, LearningRate = 1e30, EpochCap = 50 };
        MlpTask task = SmallTasks.Mlp("diverges", [6], options: options);

        TrainingDivergedException expected = Assert.Throws<TrainingDivergedException>(() => Reference.Train(task, new TrainingRun()));

        Assert.Equal(
            expected.Message, Assert.Throws<TrainingDivergedException>(() => OnKernels.Train(task, new TrainingRun())).Message);
    }

    /// <summary>The weighted loss overflows first: log variances fall without end.</summary>
    [Fact]
    public void A_convolutional_network_that_diverges_ends_as_on_the_cpu()
    {
        TrainingOptions options = new() { BatchSize = 16, LearningRate = 200, EpochCap = 50 };
        CnnTask task = SmallTasks.Cnn("diverges", options: options);

        TrainingDivergedException expected = Assert.Throws<TrainingDivergedException>(() => Reference.Train(task, new TrainingRun()));

        Assert.Equal(
            expected.Message, Assert.Throws<TrainingDivergedException>(() => OnKernels.Train(task, new TrainingRun())).Message);
    }

    private static ConvolutionShape[] Shapes(string text) =>
    [
        .. text.Split(' ').Select(shape => shape.Split('k', 's')).Select(
            sizes => new ConvolutionShape(int.Parse(sizes[0]), int.Parse(sizes[1]), int.Parse(sizes[2]))),
    ];
}
