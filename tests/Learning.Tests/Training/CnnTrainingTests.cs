using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Networks;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Tests.Reference;
using IonSweep.Learning.Training;
using IonSweep.Learning.Trust;
using IonSweep.Spectra;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Simulation.Absorption;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Training;

public class CnnTrainingTests
{
    private static readonly CpuTrainer Trainer = new();
    private static readonly NetworkEvaluator Evaluator = new();

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Whole_training_agrees_with_one_in_double_precision(int auxiliary)
    {
        const int Rows = 50, Epochs = 6;
        CnnTask task = TestData.Cnn(Rows, auxiliary: auxiliary,
            options: new TrainingOptions { BatchSize = 16, EpochCap = Epochs, LearningRate = 0.003 });
        Trained<CnnWeights> trained = Trainer.Train(task, new TrainingRun());
        ReferenceCnn reference = new(CnnInitialWeights.Draw(task.Architecture, task.InitialWeights));
        double[][] x = TestData.Doubles(task.Training), t = TestData.Doubles(task.TrainingTargets, 2), a = TestData.Doubles(
            task.TrainingAuxiliary, Rows, auxiliary);
        double[][] validation = TestData.Doubles(task.Validation), validationTargets = TestData.Doubles(task.ValidationTargets, 2);
        double[] m = new double[reference.Parameters().Count()], v = new double[m.Length];
        int step = 0;
        for (int epoch = 0; epoch < Epochs; epoch++)
        {
            int[] order = new int[Rows];
            Permutation.Fill(task.BatchOrder, (ulong)epoch, order);
            double sum = 0;
            foreach (int[] batch in order.Chunk(16))
            {
                double[][] rows = [.. batch.Select(row => x[row])], targets = [.. batch.Select(row => t[row])],
                    others = [.. batch.Select(row => a[row])];
                sum += reference.TargetLoss(rows, targets) * batch.Length;
                reference.Gradient(rows, targets, others);
                step++;
                int i = 0;
                foreach ((Func<double> get, Action<double> set, double g) in reference.Parameters().ToList())
                {
                    m[i] = 0.9 * m[i] + 0.1 * g;
                    v[i] = 0.999 * v[i] + 0.001 * g * g;
                    set(get() - 0.003 * m[i] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8));
                    i++;
                }
            }
            // The losses reported and stopped by are those of the concentrations alone, unweighted.
            Assert.Equal(sum / Rows, trained.History.TrainingLoss[epoch], 2e-4 * sum / Rows);
            double loss = reference.TargetLoss(validation, validationTargets);
            Assert.Equal(loss, trained.History.ValidationLoss[epoch], 2e-4 * loss);
        }
        if (trained.History.BestEpoch == Epochs)
            Assert.All(reference.LogVariances.Zip(trained.Weights.LogVariances), pair => Assert.Equal(pair.First, pair.Second, 1e-4));
    }

    [Fact]
    public void Kept_weights_are_those_with_the_lowest_error_of_the_concentrations()
    {
        CnnTask task = TestData.Cnn(rows: 12,
            options: new TrainingOptions { BatchSize = 4, LearningRate = 0.02, Patience = 8, EpochCap = 400 });
        Trained<CnnWeights> trained = Trainer.Train(task, new TrainingRun());
        Assert.True(trained.History.BestEpoch < trained.History.Epochs);
        Assert.False(trained.History.CapHit);
        Assert.Equal(trained.History.ValidationLoss.Min(), trained.History.BestValidationLoss);
        float[] predictions = Evaluator.Predict(trained.Weights, task.Validation).Targets;
        double loss = predictions.Zip(task.ValidationTargets, (y, t) => (double)(y - t) * (y - t)).Average();
        Assert.Equal(trained.History.BestValidationLoss, (float)loss, 1e-6f);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(61, 3)]
    [InlineData(150, 1)]
    public void Predictions_are_the_references(int rows, int auxiliary)
    {
        CnnTask task = TestData.Cnn(channels: 133, targets: 3, auxiliary: auxiliary);
        CnnWeights weights = CnnInitialWeights.Draw(task.Architecture, task.InitialWeights);
        RowSet spectra = RowSet.All(TestData.Uniform("predict", rows, 133));
        ReferenceCnn reference = new(weights);
        CnnPrediction prediction = Evaluator.Predict(weights, spectra);
        double[][] expected = [.. TestData.Doubles(spectra).Select(reference.Predict)];
        Close([.. expected.SelectMany(y => y[..3])], prediction.Targets);
        Close([.. expected.SelectMany(y => y[3..])], prediction.Auxiliary);

        static void Close(double[] expected, float[] actual)
        {
            Assert.Equal(expected.Length, actual.Length);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], 1e-5);
        }
    }

    [Fact]
    public void Learns_concentrations_and_auxiliary_quantities_of_spectra_that_it_has_not_seen()
    {
        // Simulated absorption spectra; a quarter is kept for the end, another for stopping.
        SpectralDataset data = AbsorptionSimulator.Simulate(new AbsorptionOptions { EveryNth = 20 });
        int[] rows = new int[data.RowCount];
        Permutation.Fill(StreamKeys.Of("test-split"), 0, rows);
        int quarter = rows.Length / 4, targets = data.Targets.Count;
        int[] test = rows[..quarter], validation = rows[quarter..(2 * quarter)], training = rows[(2 * quarter)..];
        AuxiliaryQuantities quantities = AuxiliaryQuantities.Default(data.Wavelengths);
        int auxiliary = quantities.Quantities.Count;
        ChannelScaler scaler = ChannelScaler.Fit(data, training);
        TargetScaler targetScaler = TargetScaler.Standardized(data, training);
        (double[] mean, double[] deviation) = (new double[auxiliary], new double[auxiliary]);
        float[] raw = Auxiliary(training);
        for (int q = 0; q < auxiliary; q++)
        {
            float[] column = [.. raw.Where((_, i) => i % auxiliary == q)];
            mean[q] = column.Average();
            deviation[q] = Math.Sqrt(column.Average(value => Math.Pow(value - mean[q], 2)));
        }

        CnnTask task = new(
            new CnnArchitecture(data.ChannelCount, targets, auxiliary), Spectra(training), Targets(training), Standardized(training),
            Spectra(validation), Targets(validation), StreamKeys.InitialWeights(1, 0, "all", "cnn"),
            StreamKeys.BatchOrder(1, 0, training.Length),
            new TrainingOptions { BatchSize = 16, LearningRate = 0.002, EpochCap = 200 });
        CnnPrediction prediction = Evaluator.Predict(Trainer.Train(task, new TrainingRun()).Weights, Spectra(test));

        // Coloured ions, which a chemist reads off the spectrum too; not the transparent ones.
        foreach (string ion in new[] { "cu2", "ni2" })
        {
            int k = data.IndexOfTarget(ion);
            double unexplained = Unexplained(prediction.Targets.Where((_, i) => i % targets == k),
                Targets(test).Where((_, i) => i % targets == k));
            Assert.True(unexplained < 0.1, $"{ion}: {unexplained} of the variance is unexplained");
        }
        double left = Unexplained(prediction.Auxiliary, Standardized(test));
        Assert.True(left < 0.05, $"{left} of the quantities' variance is unexplained");

        RowSet Spectra(int[] chosen)
        {
            Matrix scaled = new(chosen.Length, data.ChannelCount);
            for (int i = 0; i < chosen.Length; i++) scaler.Transform(data.Spectrum(chosen[i]), scaled.Row(i));
            return RowSet.All(scaled);
        }

        float[] Targets(int[] chosen)
        {
            float[] scaled = new float[chosen.Length * targets];
            for (int i = 0; i < chosen.Length; i++) targetScaler.Transform(data.TargetRow(chosen[i]), scaled.AsSpan(i * targets, targets));
            return scaled;
        }

        float[] Auxiliary(int[] chosen)
        {
            float[] values = new float[chosen.Length * auxiliary];
            for (int i = 0; i < chosen.Length; i++) quantities.Compute(data.Spectrum(chosen[i]), values.AsSpan(i * auxiliary, auxiliary));
            return values;
        }

        float[] Standardized(int[] chosen) =>
            [.. Auxiliary(chosen).Select((value, i) => (float)((value - mean[i % auxiliary]) / deviation[i % auxiliary]))];

        // Mean squared error over mean square, about 1 for a mean predictor of standardized values.
        static double Unexplained(IEnumerable<float> predicted, IEnumerable<float> expected) =>
            predicted.Zip(expected, (y, t) => (double)(y - t) * (y - t)).Sum() / expected.Sum(t => (double)t * t);
    }

    [Fact]
    public void Tasks_that_cannot_be_learned_lose_their_weight()
    {
        // One quantity follows from the spectrum, the other is noise: Kendall's weights must tell them apart.
        CnnTask task = TestData.Cnn(rows: 120, targets: 1, auxiliary: 2,
            options: new TrainingOptions { BatchSize = 20, LearningRate = 0.005, EpochCap = 80 });
        float[] noise = [.. TestData.UniformValues("cnn-noise", 120).Select(value => 6 * (value - 0.5f))]; // variance 3
        task = task with { TrainingAuxiliary = [.. task.TrainingAuxiliary.Select((value, i) => i % 2 == 0 ? value : noise[i / 2])] };
        float[] logVariances = Trainer.Train(task, new TrainingRun()).Weights.LogVariances;
        Assert.Equal(3, logVariances.Length);
        Assert.True(logVariances[2] > logVariances[1] + 0.3f, string.Join(" ", logVariances));
        Assert.True(logVariances[0] < 0);
    }

    [Fact]
    public void Group_of_targets_is_learned_by_one_mlp()
    {
        // Model mlp-group: the same trainer with one output a target, standardized concentrations.
        MlpTask task = TestData.Mlp(rows: 200, outputs: 4,
            options: new TrainingOptions { BatchSize = 20, LearningRate = 0.005, EpochCap = 300, Patience = 60 });
        Trained<MlpWeights> trained = Trainer.Train(task, new TrainingRun());
        float[] predicted = Evaluator.Predict(trained.Weights, task.Validation);
        for (int k = 0; k < 4; k++)
        {
            double mean = Enumerable.Range(0, 31).Average(row => task.ValidationTargets[row * 4 + k]);
            double error = 0, spread = 0;
            for (int row = 0; row < 31; row++)
            {
                error += Math.Pow(predicted[row * 4 + k] - task.ValidationTargets[row * 4 + k], 2);
                spread += Math.Pow(task.ValidationTargets[row * 4 + k] - mean, 2);
            }
            Assert.True(error < 0.5 * spread, $"output {k}: squared error {error}, of the mean {spread}");
        }
    }

    [Fact]
    public void Steps_allocate_nothing()
    {
        List<long> allocated = new(64);
        Trainer.Train(
            TestData.Cnn(options: new TrainingOptions { BatchSize = 16, EpochCap = 40 }),
            new TrainingRun { EpochCompleted = _ => allocated.Add(GC.GetAllocatedBytesForCurrentThread()) });
        // As for the other networks: a collection caused elsewhere may count once, an allocation in a step shows in every epoch.
        long[] perEpoch = [.. allocated.Zip(allocated.Skip(1), (before, after) => after - before).Skip(9)];
        Assert.True(perEpoch.Count(bytes => bytes != 0) <= 5, "bytes per epoch: " + string.Join(" ", perEpoch));
    }

    [Fact]
    public void Padding_stays_exactly_zero()
    {
        CnnTask task = TestData.Cnn(hidden: 19, options: new TrainingOptions { BatchSize = 16, EpochCap = 4, LearningRate = 0.01 });
        CnnTrainee trainee = new(task, KernelSet.Choose(null));
        TrainingLoop.Run(trainee, task, new TrainingProgress(task, new TrainingRun(), Trainer));
        foreach (FloatBuffer buffer in new[] { trainee.Parameters.Values, trainee.Parameters.First, trainee.Parameters.Second })
        {
            CnnWeights exported = trainee.Network.Export(buffer);
            float[][] tensors =
            [
                .. exported.Convolutions.SelectMany(layer => new[] { layer.Weight, layer.Bias }), exported.Hidden.Weight,
                exported.Hidden.Bias,
                exported.TargetHead.Weight, exported.TargetHead.Bias, exported.AuxiliaryHead!.Weight, exported.AuxiliaryHead.Bias,
                exported.LogVariances,
            ];
            // What lies outside the exported tensors is padding.
            Assert.Equal(tensors.Sum(tensor => tensor.Count(value => value != 0)),
                buffer.Span.ToArray().Count(value => BitConverter.SingleToInt32Bits(value) << 1 != 0));
            Assert.True(buffer.Length > tensors.Sum(tensor => tensor.Length));
        }
    }

    [Fact]
    public void Training_that_diverges_says_where()
    {
        CnnTask task = TestData.Cnn();
        // Only an auxiliary quantity grows without bounds: its task may not drag the others along unseen.
        task = task with { TrainingAuxiliary = [.. task.TrainingAuxiliary.Select(_ => float.PositiveInfinity)] };
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => Trainer.Train(task, new TrainingRun()));
        Assert.Contains("Epoch 1, step 1", error.Message);
    }

    [Fact]
    public void Task_of_wrong_shape_is_refused()
    {
        CnnTask task = TestData.Cnn();
        Assert.Contains("auxiliary quantities",
            Assert.Throws<ArgumentException>(() => Trainer.Train(task with { TrainingAuxiliary = [1] }, new TrainingRun())).Message);
        Assert.Contains("targets",
            Assert.Throws<ArgumentException>(() => Trainer.Train(task with { ValidationTargets = [1] }, new TrainingRun())).Message);
        Assert.Contains("columns", Assert.Throws<ArgumentException>(
            () => Trainer.Train(task with { Architecture = new CnnArchitecture(76, 2, 3) }, new TrainingRun())).Message);
        CnnWeights weights = CnnInitialWeights.Draw(task.Architecture, task.InitialWeights);
        Assert.Throws<ArgumentException>(() => new NetworkEvaluator().Predict(weights, RowSet.All(new Matrix(3, 5))));
    }
}
