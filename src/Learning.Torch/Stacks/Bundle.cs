using IonSweep.Learning.Torch.Groups;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>
/// Networks that see the same spectra in the same batches: ions of one fold and strategy at the same epoch. They share the gathered
/// spectra and one product with the stacked weights of their first layers.
/// </summary>
internal sealed class Bundle
{
    private Bundle(IReadOnlyList<NetworkInTraining> networks, int batchSize)
    {
        Networks = networks;
        Rows = networks[0].Training.Count;
        Steps = (Rows + batchSize - 1) / batchSize;
        FirstEpoch = networks[0].Progress.Epoch;
        Powers = networks[0].Progress.Powers;
    }

    /// <summary>As many as the stack is wide, or fewer.</summary>
    public IReadOnlyList<NetworkInTraining> Networks { get; }

    /// <summary>N, training rows.</summary>
    public int Rows { get; }

    /// <summary>Batches of an epoch.</summary>
    public int Steps { get; }

    /// <summary>Epochs that were completed when the bundle was formed.</summary>
    public int FirstEpoch { get; }

    /// <summary>β₁ᵗ and β₂ᵗ at that time.</summary>
    public (double Beta1, double Beta2) Powers { get; }

    /// <summary>
    /// Bundles of one common width, those with most steps first. The width is the one at which a step costs least, empty slots and
    /// gathering counted.
    /// </summary>
    public static (Bundle[] Bundles, int Width) Form(IEnumerable<NetworkInTraining> networks, int batchSize, int widest)
    {
        List<List<NetworkInTraining>> alike = [];
        foreach (NetworkInTraining network in networks)
        {
            List<NetworkInTraining>? found = widest == 1 ? null : alike.Find(others => Shares(others[0], network));
            if (found is null) alike.Add([network]);
            else found.Add(network);
        }
        int width = Enumerable.Range(1, Math.Min(widest, alike.Max(others => others.Count)))
            .MinBy(width => (Cost(alike, width), -width));
        Bundle[] bundles = [.. alike.SelectMany(others => others.Chunk(width)).Select(part => new Bundle(part, batchSize))
            .OrderByDescending(bundle => bundle.Steps)];
        return (bundles, width);
    }

    // Gathering a batch of spectra for a bundle costs about a third of a network's step.
    private static double Cost(List<List<NetworkInTraining>> alike, int width) =>
        alike.Sum(others => (others.Count + width - 1) / width) * (width + 1.0 / 3);

    private static bool Shares(NetworkInTraining one, NetworkInTraining other) =>
        one.Progress.Epoch == other.Progress.Epoch && one.BatchOrder == other.BatchOrder
        && one.Training.SharesSpectraWith(other.Training) && one.Validation.SharesSpectraWith(other.Validation);
}
