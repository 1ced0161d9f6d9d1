using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>Operations of a convolutional network along spectra, beside its products.</summary>
internal static class SpectrumOps
{
    /// <summary>Spectra of the batch between zeros, which lie there already.</summary>
    /// <param name="w">The thread.</param>
    /// <param name="output">Receives them.</param>
    /// <param name="channels">Channels.</param>
    /// <param name="before">Zeros before the first.</param>
    /// <param name="stride">Floats from one spectrum to the next.</param>
    public static void Pad(Worker w, int output, int channels, int before, int stride)
    {
        for (int i = w.Thread; i < w.Count * channels; i += w.Threads)
        {
            int row = i / channels, channel = i - row * channels;
            w.Memory.Floats[w.Workspace + output + row * stride + before + channel] =
                w.Memory.Floats[w.Row(Programs.Op.Spectra, 0, row) + channel];
        }
    }

    /// <summary>Mean of every <paramref name="window"/> neighbouring positions, feature by feature, positions ascending.</summary>
    public static void Pool(Worker w, int input, int output, int positions, int window, int features)
    {
        float share = Rounded.Div(1f, Rounded.ToSingle(window));
        for (int i = w.Thread; i < w.Count * positions * features; i += w.Threads)
        {
            int position = i / features, at = w.Workspace + input + position * window * features + i - position * features;
            float sum = w.Memory.Floats[at];
            for (int j = 1; j < window; j++) sum = Rounded.Add(sum, w.Memory.Floats[at + j * features]);
            w.Memory.Floats[w.Workspace + output + i] = Rounded.Mul(sum, share);
        }
    }

    /// <summary>Deltas of the pooled positions' inputs, times the derivative of the activation below, whose place they take.</summary>
    public static void PoolDelta(Worker w, int delta, int below, int positions, int window, int features)
    {
        float share = Rounded.Div(1f, Rounded.ToSingle(window));
        for (int i = w.Thread; i < w.Count * positions * window * features; i += w.Threads)
        {
            int position = i / features, feature = i - position * features;
            float shared = Rounded.Mul(w.Memory.Floats[w.Workspace + delta + position / window * features + feature], share);
            w.Memory.Floats[w.Workspace + below + i] = Rounded.Mul(shared, w.Memory.Floats[w.Workspace + below + i]);
        }
    }
}
