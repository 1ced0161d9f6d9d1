using IonSweep.Learning.Cpu;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;

namespace IonSweep.Web.Live;

/// <summary>
/// Stored models that were used lately, ready to predict, so that an instrument waits for the arithmetic alone. Bounded by the bytes of
/// their files. A model's id is its content, so none ever is out of date; one that was deleted at another gateway goes after ten minutes
/// without a question.
/// </summary>
internal sealed class LoadedModels(ISweepService service, ServerOptions options) : IDisposable
{
    private const string Name = "model";
    private const int Copies = 2; // bytes in memory for each of the file, about
    private static readonly SweepVersion Only = new(0, 0, 0);

    private readonly MadeOnce _made = new(options.ModelMemory, TimeSpan.FromMinutes(10));
    private readonly NetworkEvaluator _evaluator = new();

    /// <summary>A model that predicts. Different requests may use it at once.</summary>
    /// <exception cref="ModelNotFoundException">There is none of this id.</exception>
    public async Task<Predictor> GetAsync(string id, CancellationToken cancellation) => (await _made.GetAsync(
        id, Name, Only, () => LoadAsync(id), loaded => loaded.Bytes * Copies, cancellation)).Predictor;

    /// <summary>A model as something that predicts, tried on a spectrum.</summary>
    /// <exception cref="InvalidModelException">It does not; says why.</exception>
    public Predictor Try(DeployedModel model)
    {
        try
        {
            Predictor predictor = new(model, _evaluator);
            predictor.TryOut();
            return predictor;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            throw new InvalidModelException($"The model cannot predict: {e.Message} Export or train it again.", e);
        }
    }

    /// <summary>A model was deleted.</summary>
    public void Forget(string id) => _made.Forget(id, Name);

    /// <inheritdoc/>
    public void Dispose() => _made.Dispose();

    private async Task<Loaded> LoadAsync(string id)
    {
        DeployedModel model = await service.Models.GetAsync(id) ?? throw new ModelNotFoundException(id);
        return new Loaded(new Predictor(model, _evaluator), model.Files.Values.Sum(file => file.LongLength));
    }

    private sealed record Loaded(Predictor Predictor, long Bytes);
}
