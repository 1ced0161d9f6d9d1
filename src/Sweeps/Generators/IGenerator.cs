using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Training;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Generators.Vae;

namespace IonSweep.Sweeps.Generators;

/// <summary>A trained generator network: how it stands in a safetensors file. How spectra are drawn is its strategies' own.</summary>
public interface IGenerator
{
    /// <summary>What the file holds, e.g. <c>variational-autoencoder</c>.</summary>
    string Kind { get; }

    /// <summary>Weights, named and laid out as other frameworks expect.</summary>
    IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>What else belongs into the file's metadata: architecture, activation.</summary>
    IReadOnlyList<(string Key, string Value)> Description { get; }

    /// <summary>What its encoder says of the fold's scaled training spectra; null for a generator without encoder.</summary>
    PosteriorStatistics? Posterior(NetworkEvaluator evaluator, RowSet training) => null;
}

/// <summary>A generator with the course of its training.</summary>
/// <param name="Generator">The generator.</param>
/// <param name="History">Losses by epoch.</param>
public sealed record TrainedGenerator(IGenerator Generator, TrainingHistory History);
