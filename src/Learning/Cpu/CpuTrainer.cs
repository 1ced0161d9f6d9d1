using IonSweep.Learning.Networks;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Cpu;

/// <summary>
/// The trainer of the core tier: SIMD kernels on one core per call, the widest vectors of the machine, the same bits on every machine.
/// The environment variable <c>IONSWEEP_SIMD</c> (<c>scalar</c>, <c>128</c>, <c>256</c>, <c>512</c>) forces a width.
/// </summary>
public sealed unsafe class CpuTrainer : ITrainer
{
    private readonly KernelSet _kernels;

    /// <summary>A trainer with the widest vectors of this machine.</summary>
    /// <exception cref="ArgumentException"><c>IONSWEEP_SIMD</c> names no width.</exception>
    public CpuTrainer()
        : this(KernelSet.Choose(Environment.GetEnvironmentVariable(KernelSet.WidthVariable)))
    {
    }

    internal CpuTrainer(KernelSet kernels) => _kernels = kernels;

    /// <inheritdoc/>
    public string Name => "cpu";

    /// <inheritdoc/>
    public int NumericsVersion => 2;

    /// <summary>Vector width in bits, or <c>scalar</c>; influences speed only.</summary>
    public string VectorWidth => _kernels.Name;

    /// <inheritdoc/>
    public TrainedMlp TrainMlp(MlpTask task, TrainingRun run)
    {
        TaskChecks.Check(task);
        MlpTrainee trainee = new(task, _kernels);
        TrainingHistory history =
            new TrainingLoop(trainee, task.Options, task.BatchOrder, run, () => TaskDescription.Of(task, Name, NumericsVersion)).Run();
        return new TrainedMlp(trainee.Network.Export(), history);
    }

    /// <inheritdoc/>
    public TrainedVae TrainVae(VaeTask task, TrainingRun run)
    {
        TaskChecks.Check(task);
        VaeTrainee trainee = new(task, _kernels);
        TrainingHistory history =
            new TrainingLoop(trainee, task.Options, task.BatchOrder, run, () => TaskDescription.Of(task, Name, NumericsVersion)).Run();
        return new TrainedVae(trainee.Network.Export(), history);
    }

    /// <inheritdoc/>
    public TrainedCnn TrainCnn(CnnTask task, TrainingRun run)
    {
        TaskChecks.Check(task);
        CnnTrainee trainee = new(task, _kernels);
        TrainingHistory history =
            new TrainingLoop(trainee, task.Options, task.BatchOrder, run, () => TaskDescription.Of(task, Name, NumericsVersion)).Run();
        return new TrainedCnn(trainee.Network.Export(), history);
    }

    /// <inheritdoc/>
    public float[] Predict(MlpWeights network, RowSet spectra)
    {
        TaskChecks.CheckColumns("spectra", spectra.Columns, network.Architecture.Inputs);
        MlpNetwork loaded = new(network.Architecture, _kernels, Trainee.EvaluationRows, training: false);
        loaded.Import(network);
        RowAddresses rows = new(Trainee.EvaluationRows);
        int outputs = network.Architecture.Outputs;
        float[] predictions = new float[spectra.Count * outputs];
        for (int first = 0; first < spectra.Count; first += Trainee.EvaluationRows)
        {
            int count = Math.Min(Trainee.EvaluationRows, spectra.Count - first);
            rows.Gather(spectra, first, count);
            RowBlock output = loaded.Forward(rows.Pointer, count);
            for (int row = 0; row < count; row++)
                output.Row(row)[..outputs].CopyTo(predictions.AsSpan((first + row) * outputs));
        }
        GC.KeepAlive(spectra);
        return predictions;
    }

    /// <inheritdoc/>
    public CnnPrediction Predict(CnnWeights network, RowSet spectra)
    {
        CnnArchitecture architecture = network.Architecture;
        TaskChecks.CheckColumns("spectra", spectra.Columns, architecture.Channels);
        CnnNetwork loaded = new(architecture, _kernels, Trainee.EvaluationRows, trainingRows: 0);
        loaded.Import(network);
        RowAddresses rows = new(Trainee.EvaluationRows);
        float[] targets = new float[spectra.Count * architecture.Targets], auxiliary = new float[spectra.Count * architecture.Auxiliary];
        for (int first = 0; first < spectra.Count; first += Trainee.EvaluationRows)
        {
            int count = Math.Min(Trainee.EvaluationRows, spectra.Count - first);
            rows.Gather(spectra, first, count);
            RowBlock output = loaded.Forward(rows.Pointer, count, training: false);
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<float> values = output.Row(row);
                values[..architecture.Targets].CopyTo(targets.AsSpan((first + row) * architecture.Targets));
                values.Slice(architecture.Targets, architecture.Auxiliary).CopyTo(auxiliary.AsSpan((first + row) * architecture.Auxiliary));
            }
        }
        GC.KeepAlive(spectra);
        return new CnnPrediction(targets, auxiliary);
    }

    /// <inheritdoc/>
    public (Matrix Mean, Matrix LogVariance) Encode(VaeWeights generator, RowSet spectra)
    {
        TaskChecks.CheckColumns("spectra", spectra.Columns, generator.Architecture.Channels);
        VaeNetwork loaded = new(generator.Architecture, _kernels, Trainee.EvaluationRows, training: false);
        loaded.Import(generator);
        RowAddresses rows = new(Trainee.EvaluationRows);
        int latents = generator.Architecture.Latents;
        Matrix mean = new(spectra.Count, latents), logVariance = new(spectra.Count, latents);
        for (int first = 0; first < spectra.Count; first += Trainee.EvaluationRows)
        {
            int count = Math.Min(Trainee.EvaluationRows, spectra.Count - first);
            rows.Gather(spectra, first, count);
            RowBlock posterior = loaded.Encode(rows.Pointer, count);
            for (int row = 0; row < count; row++)
            {
                posterior.Row(row)[..latents].CopyTo(mean.Row(first + row));
                posterior.Row(row).Slice(Lane.Pad(latents), latents).CopyTo(logVariance.Row(first + row));
            }
        }
        GC.KeepAlive(spectra);
        return (mean, logVariance);
    }

    /// <inheritdoc/>
    public Matrix Decode(VaeWeights generator, Matrix latents, ReadOnlySpan<float> conditions)
    {
        VaeArchitecture architecture = generator.Architecture;
        TaskChecks.CheckColumns("latents", latents.Columns, architecture.Latents);
        if (conditions.Length != latents.Rows * architecture.Conditions)
            throw new ArgumentException(
                $"{latents.Rows} rows of latents have {conditions.Length} conditions; expected {architecture.Conditions} a row, "
                    + $"{latents.Rows * architecture.Conditions} in all.");
        VaeNetwork loaded = new(architecture, _kernels, Trainee.EvaluationRows, training: false);
        loaded.Import(generator);
        Matrix spectra = new(latents.Rows, architecture.Channels);
        for (int first = 0; first < latents.Rows; first += Trainee.EvaluationRows)
        {
            int count = Math.Min(Trainee.EvaluationRows, latents.Rows - first);
            for (int row = 0; row < count; row++)
            {
                latents.Row(first + row).CopyTo(loaded.Latents(row));
                conditions.Slice((first + row) * architecture.Conditions, architecture.Conditions).CopyTo(loaded.Conditions(row));
            }
            RowBlock output = loaded.Decode(count);
            for (int row = 0; row < count; row++) output.Row(row)[..architecture.Channels].CopyTo(spectra.Row(first + row));
        }
        return spectra;
    }
}
