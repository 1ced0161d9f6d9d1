using IonSweep.Learning.Cpu.Cnn;
using IonSweep.Learning.Cpu.Layers;
using IonSweep.Learning.Cpu.Mlp;
using IonSweep.Learning.Cpu.Vae;
using IonSweep.Learning.Networks;

namespace IonSweep.Learning.Cpu;

/// <summary>
/// Evaluates trained networks on the calling thread, with the kernels of <see cref="CpuTrainer"/>: equal weights give equal bits, whatever
/// trained them and wherever. Regression networks stay ready as long as their weights, which must not change. Different threads may call at
/// once.
/// </summary>
public sealed unsafe class NetworkEvaluator
{
    private readonly KernelSet _kernels;
    private readonly ReadyNetworks<MlpWeights, MlpNetwork> _mlps;
    private readonly ReadyNetworks<CnnWeights, CnnNetwork> _cnns;

    /// <summary>An evaluator with the widest vectors of this machine.</summary>
    /// <exception cref="ArgumentException"><c>IONSWEEP_SIMD</c> names no width.</exception>
    public NetworkEvaluator()
        : this(KernelSet.Choose())
    {
    }

    internal NetworkEvaluator(KernelSet kernels)
    {
        _kernels = kernels;
        _mlps = new(weights =>
        {
            MlpNetwork network = new(weights.Architecture, kernels, Trainee.EvaluationRows, training: false);
            network.Import(weights);
            return network;
        }, network => network.Beside(Trainee.EvaluationRows));
        _cnns = new(weights =>
        {
            CnnNetwork network = new(weights.Architecture, kernels, Trainee.EvaluationRows, trainingRows: 0);
            network.Import(weights);
            return network;
        }, network => network.Beside(Trainee.EvaluationRows));
    }

    /// <summary>Outputs for each row: rows × outputs, row-major, in the scaled units of training.</summary>
    /// <exception cref="ArgumentException">The rows are not as wide as the network's inputs.</exception>
    public float[] Predict(MlpWeights network, RowSet spectra)
    {
        CheckColumns("spectra", spectra.Columns, network.Architecture.Inputs);
        using ReadyNetworks<MlpWeights, MlpNetwork>.Borrowed ready = _mlps.Borrow(network);
        RowAddresses rows = ready.Rows;
        int outputs = network.Architecture.Outputs;
        float[] predictions = new float[spectra.Count * outputs];
        for (int first = 0; first < spectra.Count; first += Trainee.EvaluationRows)
        {
            int count = Math.Min(Trainee.EvaluationRows, spectra.Count - first);
            rows.Gather(spectra, first, count);
            RowBlock output = ready.Network.Forward(rows.Pointer, count);
            for (int row = 0; row < count; row++)
                output.Row(row)[..outputs].CopyTo(predictions.AsSpan((first + row) * outputs));
        }
        GC.KeepAlive(spectra);
        return predictions;
    }

    /// <summary>Concentrations and auxiliary quantities of each row.</summary>
    /// <inheritdoc cref="Predict(MlpWeights, RowSet)" path="/exception"/>
    public CnnPrediction Predict(CnnWeights network, RowSet spectra)
    {
        CnnArchitecture architecture = network.Architecture;
        CheckColumns("spectra", spectra.Columns, architecture.Channels);
        using ReadyNetworks<CnnWeights, CnnNetwork>.Borrowed ready = _cnns.Borrow(network);
        RowAddresses rows = ready.Rows;
        float[] targets = new float[spectra.Count * architecture.Targets], auxiliary = new float[spectra.Count * architecture.Auxiliary];
        for (int first = 0; first < spectra.Count; first += Trainee.EvaluationRows)
        {
            int count = Math.Min(Trainee.EvaluationRows, spectra.Count - first);
            rows.Gather(spectra, first, count);
            RowBlock output = ready.Network.Forward(rows.Pointer, count, training: false);
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

    /// <summary>Posterior of each row's latents: two matrices, rows × latents.</summary>
    /// <inheritdoc cref="Predict(MlpWeights, RowSet)" path="/exception"/>
    public (Matrix Mean, Matrix LogVariance) Encode(VaeWeights generator, RowSet spectra)
    {
        CheckColumns("spectra", spectra.Columns, generator.Architecture.Channels);
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

    /// <summary>Spectra for given latents: rows × channels, unclamped.</summary>
    /// <param name="generator">The VAE or cVAE.</param>
    /// <param name="latents">Rows × latents.</param>
    /// <param name="conditions">Rows × conditions, row-major, scaled; empty for a VAE.</param>
    /// <exception cref="ArgumentException">Latents or conditions are not as many as the generator takes.</exception>
    public Matrix Decode(VaeWeights generator, Matrix latents, ReadOnlySpan<float> conditions)
    {
        VaeArchitecture architecture = generator.Architecture;
        CheckColumns("latents", latents.Columns, architecture.Latents);
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

    private static void CheckColumns(string what, int columns, int expected)
    {
        if (columns != expected) throw new ArgumentException($"The {what} have {columns} columns; the network expects {expected}.");
    }
}
