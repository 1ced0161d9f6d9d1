namespace IonSweep.Learning.Inspection;

/// <summary>Channels that stand side by side.</summary>
/// <param name="First">First channel, from 0.</param>
/// <param name="Last">Last channel.</param>
public readonly record struct ChannelRange(int First, int Last)
{
    /// <summary>Number of channels.</summary>
    public int Count => Last - First + 1;

    /// <summary>The ranges of channels for which something holds.</summary>
    public static IReadOnlyList<ChannelRange> Where(int channels, Func<int, bool> holds)
    {
        List<ChannelRange> ranges = [];
        for (int c = 0; c < channels; c++)
        {
            if (!holds(c)) continue;
            int first = c;
            while (c + 1 < channels && holds(c + 1)) c++;
            ranges.Add(new ChannelRange(first, c));
        }
        return ranges;
    }
}
