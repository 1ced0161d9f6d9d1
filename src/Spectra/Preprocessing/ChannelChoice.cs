namespace IonSweep.Spectra.Preprocessing;

/// <summary>
/// Keeps some channels; the others become 0 in every spectrum, which is to a regression on centred channels as if they were not there.
/// </summary>
/// <param name="kept">C values, 1 for a channel that is kept, else 0.</param>
internal sealed class ChannelChoice(double[] kept) : IPreprocessor
{
    public double[] Learned => kept;

    public void Apply(Span<double> spectrum)
    {
        for (int c = 0; c < spectrum.Length; c++)
            if (kept[c] == 0) spectrum[c] = 0;
    }
}
