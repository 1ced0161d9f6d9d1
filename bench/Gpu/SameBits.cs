using System.Diagnostics;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Gpu;
using IonSweep.Learning.Groups;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Torch.Bench;

namespace IonSweep.Gpu.Bench;

/// <summary>The paper's networks at full size on the device and on the processor: losses and weights, bit by bit.</summary>
internal static class SameBits
{
    /// <returns>All bits are the same.</returns>
    public static bool Print(GpuTrainer gpu, int epochs, double part)
    {
        PaperTasks tasks = new();
        TrainingOptions options = new() { EpochCap = epochs };
        MlpTask[] regressions = [.. new[] { (0, false), (9, false), (3, true) }.Select(one =>
        {
            MlpTask task = tasks.Mlp(one.Item1, one.Item2);
            int rows = (int)(part * task.Training.Count), validation = (int)(part * task.Validation.Count);
            return task with
            {
                Options = options,
                Training = First(task.Training, rows),
                TrainingTargets = task.TrainingTargets[..rows],
                Validation = First(task.Validation, validation),
                ValidationTargets = task.ValidationTargets[..validation],
            };
        })];
        VaeTask[] generators = [.. new[] { false, true }.Select(conditioned =>
        {
            VaeTask task = tasks.Vae(0, conditioned);
            int rows = (int)(part * task.Training.Count), validation = (int)(part * task.Validation.Count);
            int k = task.Architecture.Conditions;
            return task with
            {
                Options = options,
                Training = First(task.Training, rows),
                TrainingConditions = task.TrainingConditions[..(rows * k)],
                Validation = First(task.Validation, validation),
                ValidationConditions = task.ValidationConditions[..(validation * k)],
            };
        })];
        CnnTask convolution = tasks.Cnn(0);
        int some = (int)(part * convolution.Training.Count), validated = (int)(part * convolution.Validation.Count);
        (int targets, int auxiliary) = (convolution.Architecture.Targets, convolution.Architecture.Auxiliary);
        convolution = convolution with
        {
            Options = options with { BatchSize = convolution.Options.BatchSize },
            Training = First(convolution.Training, some),
            TrainingTargets = convolution.TrainingTargets[..(some * targets)],
            TrainingAuxiliary = convolution.TrainingAuxiliary[..(some * auxiliary)],
            Validation = First(convolution.Validation, validated),
            ValidationTargets = convolution.ValidationTargets[..(validated * targets)],
        };
        bool same = Compare(gpu, "regression network", regressions, weights => Values(weights.Layers));
        same &= Compare(gpu, "generator", generators, weights => Values(
            [weights.EncoderHidden, weights.EncoderOutput, weights.DecoderInput!, weights.DecoderHidden, weights.DecoderOutput]));
        return Compare(gpu, "convolutional network", [convolution], weights =>
        [
            .. weights.Convolutions.SelectMany(layer => layer.Weight.Concat(layer.Bias)),
            .. Values([weights.Hidden, weights.TargetHead, weights.AuxiliaryHead!]), .. weights.LogVariances,
        ]) && same;
    }

    private static bool Compare<TWeights>(
        GpuTrainer gpu, string what, IReadOnlyList<NetworkTask<TWeights>> tasks, Func<TWeights, IEnumerable<float>> values)
    {
        CpuTrainer cpu = new();
        EpochRate device = new();
        Stopwatch core = new();
        int epochs = 0;
        GroupMember<TWeights>[] members = [.. tasks.Select(task => new GroupMember<TWeights>(task, device.Run))];
        foreach (IGrouping<string, GroupMember<TWeights>> group in members.GroupBy(member => gpu.GroupOf(member.Task)))
            gpu.TrainTogether([.. group]);
        bool all = true;
        foreach (GroupMember<TWeights> member in members)
        {
            core.Start();
            Trained<TWeights> expected = cpu.Train(member.Task, new TrainingRun()), actual = member.Outcome.GetAwaiter().GetResult();
            core.Stop();
            epochs += expected.History.Epochs;
            float[] one = Values(expected, values), other = Values(actual, values);
            int differing = one.Length == other.Length
                ? one.Zip(other).Count(pair => BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second))
                : Math.Max(one.Length, other.Length);
            Console.WriteLine(
                $"{what} {member.Task.ArchitectureSlug}, {member.Task.Training.Count} rows, {expected.History.Epochs} epochs: "
                    + $"{one.Length} losses and weights, {(differing == 0 ? "the same bits" : $"{differing} differ")}");
            all &= differing == 0;
        }
        Console.WriteLine(
            $"{what}s, network-epochs a second: {device}; one core of the trainer cpu: {epochs / core.Elapsed.TotalSeconds:G3}");
        return all;
    }

    private static float[] Values<TWeights>(Trained<TWeights> trained, Func<TWeights, IEnumerable<float>> values) =>
        [.. trained.History.TrainingLoss, .. trained.History.ValidationLoss, .. values(trained.Weights)];

    private static IEnumerable<float> Values(IEnumerable<DenseWeights> layers) =>
        layers.SelectMany(layer => layer.Weight.Concat(layer.Bias));

    private static RowSet First(RowSet rows, int count)
    {
        RowSet? first = null;
        foreach (IGrouping<int, int> matrix in Enumerable.Range(0, count).GroupBy(row => rows.Source(row).Matrix))
        {
            RowSet some = RowSet.Of(rows.Matrices[matrix.Key], [.. matrix.Select(row => rows.Source(row).Row)]);
            first = first is null ? some : first.Then(some);
        }
        return first!;
    }
}
