namespace IonSweep.Torch.Bench;

/// <summary>
/// What a recorded run's trainings would take here: epoch by epoch with as many networks as were still in training, in a stack that is made
/// smaller at half, at the measured seconds for an epoch of such a stack. References, VAEs, cVAEs and augmented cells are phases,
/// although a silo overlaps them; drawing and labelling generated spectra is left out.
/// </summary>
internal static class PaperProjection
{
    /// <summary>Seconds until the last of these has stopped.</summary>
    /// <param name="epochs">Epochs of each training.</param>
    /// <param name="secondsByGroup">Measured seconds for an epoch of groups of some sizes.</param>
    /// <param name="compactAt">Part of a stack at which it is made smaller.</param>
    public static double Seconds(IReadOnlyCollection<int> epochs, IReadOnlyDictionary<int, double> secondsByGroup, double compactAt)
    {
        int[] ends = [.. epochs.Order()];
        int slots = ends.Length, done = 0;
        double seconds = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            int live = ends.Length - i;
            if (live <= compactAt * slots) slots = live;
            seconds += (ends[i] - done) * At(secondsByGroup, slots);
            done = ends[i];
        }
        return seconds;
    }

    /// <summary>
    /// Seconds for an epoch of a group of another size than measured: linear between the next ones, in proportion above the largest.
    /// </summary>
    public static double At(IReadOnlyDictionary<int, double> measured, int networks)
    {
        int[] sizes = [.. measured.Keys.Order()];
        if (networks <= sizes[0]) return measured[sizes[0]];
        if (networks >= sizes[^1]) return measured[sizes[^1]] * networks / sizes[^1];
        int above = sizes.First(size => size >= networks), below = sizes.Last(size => size <= networks);
        if (above == below) return measured[above];
        return measured[below] + (measured[above] - measured[below]) * (networks - below) / (above - below);
    }
}
