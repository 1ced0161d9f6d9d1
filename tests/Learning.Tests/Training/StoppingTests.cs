using IonSweep.Learning.Cpu;
using IonSweep.Learning.Cpu.Kernels;
using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Streams;

namespace IonSweep.Learning.Tests.Training;

/// <summary>When training stops and what it keeps, on a network whose losses are written down beforehand.</summary>
public class StoppingTests
{
    [Fact]
    public void Stops_so_many_epochs_after_the_last_strict_decrease()
    {
        // Epoch 3 equals the lowest so far: that is no decrease.
        (TrainingHistory history, Scripted trainee) = Run([5, 4, 4, 4.5f, 9, 1], patience: 3, cap: 100);
        Assert.Equal(5, history.Epochs);
        Assert.Equal(2, history.BestEpoch);
        Assert.Equal(4, history.BestValidationLoss);
        Assert.False(history.CapHit);
        Assert.Equal(2, trainee.Parameters.Values.Span[0]); // the weights of epoch 2
    }

    [Fact]
    public void Every_decrease_starts_patience_again()
    {
        (TrainingHistory history, Scripted trainee) = Run([5, 6, 4, 6, 3, 6, 6], patience: 2, cap: 100);
        Assert.Equal(7, history.Epochs);
        Assert.Equal(5, history.BestEpoch);
        Assert.Equal(5, trainee.Parameters.Values.Span[0]);
    }

    [Fact]
    public void Cap_ends_training_and_is_reported()
    {
        (TrainingHistory history, Scripted trainee) = Run([5, 4, 3, 2, 1], patience: 2, cap: 4);
        Assert.Equal(4, history.Epochs);
        Assert.True(history.CapHit);
        Assert.Equal(4, trainee.Parameters.Values.Span[0]);
    }

    [Fact]
    public void Patience_that_ends_at_the_cap_is_not_the_cap()
    {
        (TrainingHistory history, _) = Run([5, 6, 6], patience: 2, cap: 3);
        Assert.Equal(3, history.Epochs);
        Assert.False(history.CapHit);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Validation_loss_that_is_no_number_ends_in_an_error_that_names_the_epoch(float loss)
    {
        TrainingDivergedException error = Assert.Throws<TrainingDivergedException>(() => Run([5, 4, loss], patience: 9, cap: 9));
        Assert.Contains("Epoch 3", error.Message);
        Assert.Contains(loss.ToString(System.Globalization.CultureInfo.InvariantCulture), error.Message);
    }

    [Fact]
    public void An_average_of_weights_is_the_mean_of_the_first_epochs_then_exponential_and_is_what_is_kept()
    {
        (_, Scripted early) = Run([5, 4, 3, 6, 6], patience: 2, cap: 100, averaging: 0.9);
        Assert.Equal(2, early.Parameters.Values.Span[0]); // (1 + 2 + 3) / 3
        (_, Scripted late) = Run([5, 4, 3, 2, 6, 6], patience: 2, cap: 100, averaging: 0.5);
        Assert.Equal(0.5 * (0.5 * 1.5 + 0.5 * 3) + 0.5 * 4, late.Parameters.Values.Span[0], 1e-6);
    }

    [Fact]
    public void The_step_size_is_halved_where_the_loss_stays_and_six_times_at_most()
    {
        MlpTask task = TestData.Mlp(options: new TrainingOptions { LearningRate = 0.8, HalvingWait = 2, Patience = 100 });
        TrainingProgress progress = new(task, new TrainingRun(), new CpuTrainer());
        List<double> rates = [];
        foreach (float loss in new float[] { 5, 4, 4, 4, 4, 3, 3, 3, 3 })
        {
            rates.Add(progress.LearningRate);
            progress.EndEpoch(1, loss);
        }
        Assert.Equal([0.8, 0.8, 0.8, 0.8, 0.4, 0.4, 0.4, 0.4, 0.2], rates);
        for (int i = 0; i < 40; i++) progress.EndEpoch(1, 9);
        Assert.Equal(0.8 / 64, progress.LearningRate);
    }

    [Fact]
    public void Every_epoch_is_reported_once()
    {
        List<EpochReport> reports = [];
        Run([5, 3, 4], patience: 9, cap: 3, new TrainingRun { EpochCompleted = reports.Add });
        Assert.Equal([1, 2, 3], reports.Select(report => report.Epoch));
        Assert.Equal([5f, 3, 4], reports.Select(report => report.ValidationLoss));
        Assert.Equal([1, 2, 2], reports.Select(report => report.BestEpoch));
        Assert.Equal([5f, 3, 3], reports.Select(report => report.BestValidationLoss));
    }

    [Fact]
    public void Every_row_is_trained_once_per_epoch_in_an_order_of_its_own()
    {
        (_, Scripted trainee) = Run([5, 4, 3], patience: 9, cap: 3);
        int[][] epochs = [.. trainee.Order.Chunk(Scripted.Rows)];
        Assert.Equal(3, epochs.Length);
        Assert.All(epochs, order => Assert.Equal(Enumerable.Range(0, Scripted.Rows), order.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.Equal([4, 4, 2], trainee.BatchSizes.Take(3));
        int[] expected = new int[Scripted.Rows];
        Permutation.Fill(StreamKeys.BatchOrder(1, 0, Scripted.Rows), 1, expected);
        Assert.Equal(expected, epochs[1]);
    }

    private static (TrainingHistory, Scripted) Run(float[] losses, int patience, int cap, TrainingRun? run = null, double averaging = 0)
    {
        Scripted trainee = new(losses);
        TrainingOptions options = new() { BatchSize = 4, Patience = patience, EpochCap = cap, Averaging = averaging };
        MlpTask task = TestData.Mlp(options: options);
        RowSet rows = RowSet.All(new Matrix(Scripted.Rows, task.Training.Columns));
        task = task with { Training = rows, BatchOrder = StreamKeys.BatchOrder(1, 0, Scripted.Rows) };
        return (TrainingLoop.Run(trainee, task, new TrainingProgress(task, run ?? new TrainingRun(), new CpuTrainer())), trainee);
    }

    /// <summary>Its one parameter is the epoch; its losses are given.</summary>
    private sealed class Scripted(float[] losses) : Trainee
    {
        public const int Rows = 10;

        private int _evaluations;

        public List<int> Order { get; } = [];

        public List<int> BatchSizes { get; } = [];

        public override Parameters Parameters { get; } = new(1, training: true);

        public override double Step(int epoch, ReadOnlySpan<int> batch, in AdamStep step)
        {
            Parameters.Values.Span[0] = epoch + 1;
            Order.AddRange(batch);
            BatchSizes.Add(batch.Length);
            return batch.Length;
        }

        public override double ValidationLoss() => losses[_evaluations++];
    }
}
