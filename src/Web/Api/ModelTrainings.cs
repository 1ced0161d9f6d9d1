using System.Collections.Concurrent;
using System.Text.Json;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.Service;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Api;

/// <summary>A model that is being trained, or could not be.</summary>
/// <param name="Sweep">Id of the sweep that it comes from.</param>
/// <param name="What">Which model.</param>
/// <param name="Failure">Why there is none; null while it is trained.</param>
public sealed record ModelTraining(string Sweep, string What, string? Failure);

/// <summary>
/// Trains models one after the other. A training goes on when whoever asked goes away, and whoever asks for the same joins it.
/// </summary>
internal sealed class ModelTrainings(ISweepService service, ServerStopping stopping) : IDisposable
{
    /// <summary>Trainings that may wait; more are answered 429.</summary>
    public const int MostWaiting = 16;

    private const int MostFailures = 20;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ConcurrentDictionary<(string Sweep, string Request), Lazy<Task<ModelSummary>>> _running = new();
    private readonly ConcurrentQueue<ModelTraining> _failed = new();

    /// <summary>What is trained now or waits for it, and what failed lately.</summary>
    public IReadOnlyList<ModelTraining> All =>
        [.. _running.Keys.Select(one => new ModelTraining(one.Sweep, one.Request, null)), .. _failed.Reverse()];

    /// <summary>Trains and stores a model, or joins whoever does.</summary>
    /// <exception cref="BadHttpRequestException">Too many wait already (429).</exception>
    /// <inheritdoc cref="IStoredModels.TrainAsync" path="/exception"/>
    public Task<ModelSummary> TrainAsync(string sweep, ModelRequest request, CancellationToken cancellation)
    {
        (string, string) key = (sweep, JsonSerializer.Serialize(request, SweepJson.Compact));
        if (_running.Count >= MostWaiting && !_running.ContainsKey(key))
            throw new BadHttpRequestException($"{_running.Count} models wait to be trained; ask again in a minute.", 429);
        return _running.GetOrAdd(key, one => new Lazy<Task<ModelSummary>>(() => RunAsync(one, request))).Value.WaitAsync(cancellation);
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<ModelSummary> RunAsync((string Sweep, string Request) key, ModelRequest request)
    {
        try
        {
            await _turn.WaitAsync(stopping.Token);
            try
            {
                return await service.Models.TrainAsync(key.Sweep, request, stopping.Token);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            _failed.Enqueue(new ModelTraining(key.Sweep, key.Request, e.Message));
            while (_failed.Count > MostFailures) _failed.TryDequeue(out _);
            throw;
        }
        finally
        {
            _running.TryRemove(key, out _);
        }
    }
}
