using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Tests.Reference;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Training;

public class CpuTrainerTests
{
    private static readonly CpuTrainer Trainer = new();
    private static readonly NetworkEvaluator Evaluator = new();

    [Fact]
    public void Whole_training_agrees_with_one_in_double_precision()
    {
        MlpTask task = TestData.Mlp(rows: 50, options: new TrainingOptions { BatchSize = 16, EpochCap = 10 });
        Trained<MlpWeights> trained = Trainer.Train(task, new TrainingRun());
        ReferenceMlp reference = new(new MlpTrainee(task, KernelSet.Scalar).Network.Export());
        double[][] x = TestData.Doubles(task.Training), t = TestData.Doubles(task.TrainingTargets, 1);
        double[][] validation = TestData.Doubles(task.Validation), validationTargets = TestData.Doubles(task.ValidationTargets, 1);
        var parameters = reference.Layers.SelectMany(layer => layer.Parameters()).ToList();
        double[] m = new double[parameters.Count], v = new double[parameters.Count];
        int step = 0;
        for (int epoch = 0; epoch < 10; epoch++)
        {
            int[] order = new int[50];
            Permutation.Fill(task.BatchOrder, (ulong)epoch, order);
            double sum = 0;
            foreach (int[] batch in order.Chunk(16))
            {
                double[][] rows = [.. batch.Select(row => x[row])], targets = [.. batch.Select(row => t[row])];
                sum += reference.Loss(rows, targets) * batch.Length;
                reference.Gradient(rows, targets);
                step++;
                int i = 0;
                foreach ((Func<double> get, Action<double> set,
                    double g) in reference.Layers.SelectMany(layer => layer.Parameters()).ToList())
                {
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    set(get() - 0.001 * m[i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8));
                    i++;
                }
            }
            Assert.Equal(sum / 50, trained.History.TrainingLoss[epoch], 1e-4 * sum / 50);
            double loss = reference.Loss(validation, validationTargets);
            Assert.Equal(loss, trained.History.ValidationLoss[epoch], 1e-4 * loss);
        }
    }

    [Fact]
    public void Initial_weights_are_the_streams_elements_layer_by_layer()
    {
        MlpTask task = TestData.Mlp(channels: 3, hidden: [2], outputs: 1);
        MlpWeights weights = new MlpTrainee(task, KernelSet.Scalar).Network.Export();
        float[] u = new float[11];
        UniformStream.Fill(task.InitialWeights, 0, u);
        float[] expected = [.. u.Select((value, i) => (float)((2.0 * value - 1) / Math.Sqrt(i < 8 ? 3 : 2)))];
        Assert.Equal(expected[..6], weights.Layers[0].Weight);
        Assert.Equal(expected[6..8], weights.Layers[0].Bias);
        Assert.Equal(expected[8..10], weights.Layers[1].Weight);
        Assert.Equal(expected[10..], weights.Layers[1].Bias);
    }

    [Fact]
    public void Kept_weights_are_those_of_the_best_epoch()
    {
        MlpTask task = TestData.Mlp(rows: 12, channels: 40,
            options: new TrainingOptions { BatchSize = 4, LearningRate = 0.05, Patience = 8, EpochCap = 400 });
        Trained<MlpWeights> trained = Trainer.Train(task, new TrainingRun());
        Assert.True(trained.History.BestEpoch < trained.History.Epochs);
        Assert.Equal(trained.History.ValidationLoss.Min(), trained.History.BestValidationLoss);
        float[] predictions = Evaluator.Predict(trained.Weights, task.Validation);
        double loss = predictions.Zip(task.ValidationTargets, (y, t) => (double)(y - t) * (y - t)).Average();
        Assert.Equal(trained.History.BestValidationLoss, (float)loss, 1e-6f);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(59)]
    [InlineData(61)]
    [InlineData(150)]
    public void Predictions_are_the_references(int rows)
    {
        MlpTask task = TestData.Mlp(channels: 33, hidden: [20, 9], outputs: 3);
        MlpWeights weights = new MlpTrainee(task, KernelSet.Scalar).Network.Export();
        RowSet spectra = RowSet.All(TestData.Uniform("predict", rows, 33));
        ReferenceMlp reference = new(weights);
        double[] expected = [.. TestData.Doubles(spectra).SelectMany(reference.Predict)];
        Assert.All(Evaluator.Predict(weights, spectra).Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
    }

    [Theory]
    [InlineData(0, DecoderInput.Dense)]
    [InlineData(4, DecoderInput.Dense)]
    [InlineData(4, DecoderInput.Sigmoid)]
    public void Encoded_and_decoded_are_the_references(int conditions, DecoderInput input)
    {
        VaeTask task = TestData.Vae(conditions, input);
        VaeWeights weights = new VaeTrainee(task, KernelSet.Scalar).Network.Export();
        ReferenceVae reference = new(weights);
        RowSet spectra = RowSet.All(TestData.Uniform("encode", 67, 29));
        (Matrix mean, Matrix logVariance) = Evaluator.Encode(weights, spectra);
        float[] given = TestData.UniformValues("given", 67 * conditions);
        Matrix decoded = Evaluator.Decode(weights, mean, given);
        double[][] x = TestData.Doubles(spectra), c = TestData.Doubles(given, 67, conditions);
        for (int row = 0; row < 67; row++)
        {
            (double[] m, double[] l) = reference.Encode(x[row]);
            Close(m, mean.Row(row));
            Close(l, logVariance.Row(row));
            Close(reference.Decode([.. m, .. c[row]]), decoded.Row(row));
        }

        static void Close(double[] expected, ReadOnlySpan<float> actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 2e-5);
        }
    }

    [Fact]
    public void Vae_learns_to_reconstruct()
    {
        VaeTask task = TestData.Vae(0, DecoderInput.Dense,
            options: new TrainingOptions { BatchSize = 16, EpochCap = 60, LearningRate = 0.005 });
        Trained<VaeWeights> trained = Trainer.Train(task, new TrainingRun());
        Assert.True(trained.History.BestValidationLoss < 0.7 * trained.History.ValidationLoss[0]);
    }

    [Fact]
    public void Training_that_diverges_says_where()
    {
        MlpTask task = TestData.Mlp();
        task = task with { TrainingTargets = [.. task.TrainingTargets.Select(_ => 3e38f)] };
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => Trainer.Train(task, new TrainingRun()));
        Assert.Matches(@"Epoch \d+, (step \d+|end): the (training|validation) loss is (Infinity|NaN|∞)", error.Message);
    }

    [Fact]
    public void Cancellation_without_checkpoint_ends_at_once()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => Trainer.Train(TestData.Mlp(), new TrainingRun { Cancellation = source.Token }));
    }

    [Fact]
    public void Padding_stays_exactly_zero()
    {
        MlpTask mlp = TestData.Mlp(hidden: [17, 5], outputs: 3);
        MlpTrainee trainee = new(mlp, KernelSet.Choose(null));
        AssertPaddingZero(trainee, trainee.Network.Layers, mlp);
        VaeTask vae = TestData.Vae(3, DecoderInput.Dense);
        VaeTrainee generator = new(vae, KernelSet.Choose(null));
        AssertPaddingZero(generator, generator.Network.Layers, vae);

        static void AssertPaddingZero(Trainee trainee, IReadOnlyList<DenseLayer> layers, NetworkTask task)
        {
            TrainingLoop.Run(trainee, task, new TrainingProgress(task, new TrainingRun(), Trainer));
            Parameters parameters = trainee.Parameters;
            foreach (FloatBuffer buffer in new[] { parameters.Values, parameters.First, parameters.Second })
            {
                // What lies outside the exported weights and biases is padding: its values are all the others.
                int nonZero = buffer.Span.ToArray().Count(value => BitConverter.SingleToInt32Bits(value) << 1 != 0);
                int exported =
                    layers.Sum(layer => layer.Export(buffer).Weight.Concat(layer.Export(buffer).Bias).Count(value => value != 0));
                Assert.Equal(exported, nonZero);
                Assert.True(buffer.Length > layers.Sum(layer => layer.Outputs * (layer.Inputs + 1)));
            }
        }
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        AssertAllocatesNothing(options => Trainer.Train(TestData.Mlp(options: options), Watch()));
        AssertAllocatesNothing(options => Trainer.Train(TestData.Vae(3, DecoderInput.Dense, options: options), Watch()));
    }

    [Fact]
    public void Task_of_wrong_shape_is_refused()
    {
        MlpTask task = TestData.Mlp();
        Assert.Contains("targets",
            Assert.Throws<ArgumentException>(() => Trainer.Train(task with { TrainingTargets = [1] }, new TrainingRun())).Message);
        Assert.Contains("columns", Assert.Throws<ArgumentException>(
            () => Trainer.Train(task with { Architecture = new MlpArchitecture(24, [3], 1) }, new TrainingRun())).Message);
        MlpWeights weights = new MlpTrainee(task, KernelSet.Scalar).Network.Export();
        Assert.Throws<ArgumentException>(() => Evaluator.Predict(weights, RowSet.All(new Matrix(3, 5))));
    }

    private static readonly List<long> Allocated = [];

    private static TrainingRun Watch() => new() { EpochCompleted = _ => Allocated.Add(GC.GetAllocatedBytesForCurrentThread()) };

    private static void AssertAllocatesNothing(Action<TrainingOptions> train)
    {
        Allocated.Clear();
        Allocated.Capacity = 64;
        train(new TrainingOptions { BatchSize = 16, EpochCap = 40 });
        // After the first epochs, in which code is still being compiled. A collection caused by another test's thread counts the rest of
        // this thread's allocation buffer once; an allocation in a step would show in every epoch.
        long[] perEpoch = [.. Allocated.Zip(Allocated.Skip(1), (before, after) => after - before).Skip(9)];
        Assert.True(perEpoch.Count(bytes => bytes != 0) <= 5, "bytes per epoch: " + string.Join(" ", perEpoch));
    }
}
