using IonSweep.Learning.Networks;

namespace IonSweep.Learning.Training;

/// <summary>
/// Trains and evaluates networks. Calls are synchronous and use one thread each; different threads may call at once.
/// A result is a function of the task alone, not of thread, interruption or vector width.
/// </summary>
public interface ITrainer
{
    /// <summary>Name in spec and results, e.g. <c>cpu</c>.</summary>
    string Name { get; }

    /// <summary>Raised whenever a change alters any result's bits; results and checkpoints carry it.</summary>
    int NumericsVersion { get; }

    /// <summary>Trains a regression network, resuming from the run's checkpoint when it holds one of the same task.</summary>
    /// <exception cref="TrainingDivergedException">A loss is not a finite number.</exception>
    /// <exception cref="CheckpointMismatchException">The checkpoint belongs to another task, trainer or numerics version.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; a checkpoint was saved.</exception>
    TrainedMlp TrainMlp(MlpTask task, TrainingRun run);

    /// <summary>Trains a VAE or cVAE; otherwise as <see cref="TrainMlp"/>.</summary>
    /// <inheritdoc cref="TrainMlp" path="/exception"/>
    TrainedVae TrainVae(VaeTask task, TrainingRun run);

    /// <summary>Trains a convolutional multitask network; otherwise as <see cref="TrainMlp"/>.</summary>
    /// <inheritdoc cref="TrainMlp" path="/exception"/>
    /// <exception cref="NotSupportedException">This trainer has no convolutional networks.</exception>
    TrainedCnn TrainCnn(CnnTask task, TrainingRun run) => throw WithoutConvolutions();

    /// <summary>Outputs for each row: rows × outputs, row-major, in the scaled units of training.</summary>
    float[] Predict(MlpWeights network, RowSet spectra);

    /// <summary>Posterior of each row's latents: two matrices, rows × latents.</summary>
    (Matrix Mean, Matrix LogVariance) Encode(VaeWeights generator, RowSet spectra);

    /// <summary>Spectra for given latents: rows × channels, unclamped.</summary>
    /// <param name="generator">The VAE or cVAE.</param>
    /// <param name="latents">Rows × latents.</param>
    /// <param name="conditions">Rows × conditions, row-major, scaled; empty for a VAE.</param>
    Matrix Decode(VaeWeights generator, Matrix latents, ReadOnlySpan<float> conditions);

    /// <summary>Concentrations and auxiliary quantities of each row.</summary>
    /// <exception cref="NotSupportedException">This trainer has no convolutional networks.</exception>
    CnnPrediction Predict(CnnWeights network, RowSet spectra) => throw WithoutConvolutions();

    private NotSupportedException WithoutConvolutions() =>
        new($"The trainer '{Name}' has no convolutional networks; choose the trainer 'cpu' for the model cnn-multitask.");
}
