using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace IonSweep.Spectra.Streams;

/// <summary>
/// The keyed streams of a sweep. What a key does not mention cannot influence the stream: initial weights do not know the
/// strategy, the batch order does not know the target.
/// </summary>
public static class StreamKeys
{
    /// <summary>Which rows are training, validation and test.</summary>
    public static StreamKey Split(long seed, int fold) => Of("split", seed, fold);

    /// <summary>Initial weights of a network, the same for every strategy.</summary>
    /// <param name="seed">Seed of the sweep.</param>
    /// <param name="fold">Fold, from 0.</param>
    /// <param name="output">Slug of the target, or of the generator.</param>
    /// <param name="architecture">Slug of the architecture.</param>
    public static StreamKey InitialWeights(long seed, int fold, string output, string architecture) =>
        Of("initial-weights", seed, fold, output, architecture);

    /// <summary>Order of the training rows in every epoch, the same for every target.</summary>
    public static StreamKey BatchOrder(long seed, int fold, int rowCount) => Of("batch-order", seed, fold, rowCount);

    /// <summary>Noise of a generator's training epochs.</summary>
    public static StreamKey TrainingNoise(long seed, int fold, string generator) => Of("training-noise", seed, fold, generator);

    /// <summary>Noise of a generator's validation loss, the same every epoch.</summary>
    public static StreamKey ValidationNoise(long seed, int fold, string generator) => Of("validation-noise", seed, fold, generator);

    /// <summary>Latents drawn from a fitted distribution.</summary>
    public static StreamKey Draws(long seed, int fold, string generator, string distribution) =>
        Of("draws", seed, fold, generator, distribution);

    /// <summary>Any other named stream, e.g. a simulator's.</summary>
    /// <param name="purpose">What the stream is for.</param>
    /// <param name="parts">Integers and strings, in order.</param>
    public static StreamKey Of(string purpose, params object[] parts)
    {
        StringBuilder text = new(purpose);
        // A separator that no slug contains keeps ("a","bc") and ("ab","c") apart.
        foreach (object part in parts) text.Append('\n').Append(Convert.ToString(part, CultureInfo.InvariantCulture));
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString()));
        return new StreamKey(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash.AsSpan(8)));
    }
}
