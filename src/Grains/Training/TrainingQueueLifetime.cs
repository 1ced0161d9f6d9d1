namespace IonSweep.Grains.Training;

/// <summary>
/// Stops the training queue first of all when the silo stops, while it is still a member: checkpoints are saved and coordinators
/// hear of it at once.
/// </summary>
public sealed class TrainingQueueLifetime(SiloTrainingQueue queue) : ILifecycleParticipant<ISiloLifecycle>
{
    /// <inheritdoc/>
    public void Participate(ISiloLifecycle observer) => observer.Subscribe(
        nameof(TrainingQueueLifetime), ServiceLifecycleStage.Active, _ => Task.CompletedTask, _ => queue.StopAsync());
}
