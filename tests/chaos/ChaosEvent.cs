namespace IonSweep.Chaos;

/// <summary>What is done to a cluster while it works.</summary>
public enum ChaosEvent
{
    /// <summary>kill -9 of a silo; another one is started.</summary>
    KillSilo,

    /// <summary>kill -9 of the silo that coordinates the sweep; another one is started.</summary>
    KillCoordinator,

    /// <summary>One more silo.</summary>
    AddSilo,

    /// <summary>A silo is asked to stop; another one is started.</summary>
    StopSilo,

    /// <summary>Redis is killed and started again.</summary>
    RestartRedis,

    /// <summary>Azurite is stopped and started again.</summary>
    RestartAzurite,
}

/// <summary>When something is done, as a share of the sweep's finished work items.</summary>
/// <param name="At">From 0 to 1.</param>
/// <param name="Event">What.</param>
/// <param name="Choice">Chooses among silos.</param>
public readonly record struct ChaosStep(double At, ChaosEvent Event, int Choice)
{
    /// <summary>The steps that a seed means, in order of time.</summary>
    public static IReadOnlyList<ChaosStep> Of(int seed, int count)
    {
        Random random = new(seed);
        ChaosEvent[] events = Enum.GetValues<ChaosEvent>();
        // The first is drawn by the seed in turn, so that any few seeds in a row try everything.
        return
        [
            .. Enumerable.Range(0, count)
                .Select(i => new ChaosStep(0.9 * random.NextDouble(),
                    i == 0 ? events[seed % events.Length] : events[random.Next(events.Length)], random.Next()))
                .OrderBy(step => step.At),
        ];
    }
}
