using System.Globalization;

namespace IonSweep.Learning.Networks;

/// <summary>
/// A one-dimensional convolutional multitask network on whole spectra (after source B): convolutions along the spectrum, each followed by
/// SiLU, average pooling, a dense layer with SiLU, and linear heads for the targets and for auxiliary quantities.
/// </summary>
/// <remarks>
/// Why so: strided convolutions halve the spectrum and double the features without throwing channels away, for a small share of a dense
/// layer's weights (6,352 against 58,368 of an MLP on 911 channels), which suits few spectra. Positions are kept and flattened, not
/// averaged over the whole spectrum: where a line stands tells the element. SiLU is smooth, as concentrations are in the spectrum. The
/// spectrum is extended by zeros on both sides to the next length at which all windows are whole, so that every number of channels is
/// served and every channel seen.
/// </remarks>
public sealed record CnnArchitecture
{
    /// <param name="channels">Channels of a spectrum, C.</param>
    /// <param name="targets">Concentrations predicted at once, K.</param>
    /// <param name="auxiliary">Auxiliary quantities, A; 0 leaves only concentrations.</param>
    /// <param name="convolutions">First to last. Default: 16 features of 8 channels every 4, then twice 32 features of 4 positions every
    /// 2.</param>
    /// <param name="pooling">Positions averaged into one before the dense layer. Default 2.</param>
    /// <param name="hidden">Neurons of the dense layer. Default 64.</param>
    /// <exception cref="ArgumentException">A size is out of range; says which.</exception>
    public CnnArchitecture(int channels, int targets, int auxiliary, IEnumerable<ConvolutionShape>? convolutions = null, int pooling = 2,
        int hidden = 64)
    {
        (Channels, Targets, Auxiliary, Pooling, Hidden) = (channels, targets, auxiliary, pooling, hidden);
        Convolutions = convolutions is null ? DefaultConvolutions : [.. convolutions];
        if (channels < 1 || targets < 1 || auxiliary < 0 || pooling < 1 || hidden < 1 || Convolutions.Count < 1)
            throw new ArgumentException(
                $"A convolutional network needs 1 or more channels, targets, convolutions, pooled positions and hidden neurons, and no "
                    + $"negative number of auxiliary quantities; got {channels}, {targets}, {Convolutions.Count}, {pooling}, {hidden} and "
                    + $"{auxiliary}.");
        foreach (ConvolutionShape shape in Convolutions)
        {
            if (shape.Features < 16 || shape.Features % 16 != 0 || shape.Stride < 1 || shape.Kernel < shape.Stride
                || shape.Kernel % shape.Stride != 0)
                throw new ArgumentException(
                    $"A convolution has {shape.Features} features, kernel {shape.Kernel} and stride {shape.Stride}; expected features in "
                        + $"multiples of 16 and a kernel in multiples of its stride.");
        }
        PooledPositions = 1;
        while (LengthFor(PooledPositions) < channels) PooledPositions++;
        PaddedLength = LengthFor(PooledPositions);
        int[] positions = new int[Convolutions.Count];
        int length = PaddedLength;
        for (int i = 0; i < positions.Length; i++) positions[i] = length = (length - Convolutions[i].Kernel) / Convolutions[i].Stride + 1;
        Positions = positions;
        CultureInfo invariant = CultureInfo.InvariantCulture;
        Slug = string.Create(invariant, $"cnn-{channels}-")
            + string.Concat(Convolutions.Select(shape => string.Create(invariant, $"{shape.Features}k{shape.Kernel}s{shape.Stride}-")))
            + string.Create(invariant, $"p{pooling}-{hidden}-{targets}-{auxiliary}");
    }

    /// <summary>The default trunk: halves the positions as it doubles the features.</summary>
    public static IReadOnlyList<ConvolutionShape> DefaultConvolutions { get; } = [new(16, 8, 4), new(32, 4, 2), new(32, 4, 2)];

    /// <summary>Channels of a spectrum, C.</summary>
    public int Channels { get; }

    /// <summary>Concentrations predicted at once, K.</summary>
    public int Targets { get; }

    /// <summary>Auxiliary quantities predicted beside them, A.</summary>
    public int Auxiliary { get; }

    /// <summary>Convolutions, first to last.</summary>
    public IReadOnlyList<ConvolutionShape> Convolutions { get; }

    /// <summary>Positions averaged into one before the dense layer.</summary>
    public int Pooling { get; }

    /// <summary>Neurons of the dense layer.</summary>
    public int Hidden { get; }

    /// <summary>Length of a spectrum with the zeros on both sides; at least <see cref="Channels"/>.</summary>
    public int PaddedLength { get; }

    /// <summary>Zeros before the first channel: half of all, rounded down.</summary>
    public int LeftPadding => (PaddedLength - Channels) / 2;

    /// <summary>Positions after each convolution.</summary>
    public IReadOnlyList<int> Positions { get; }

    /// <summary>Positions after pooling, Q.</summary>
    public int PooledPositions { get; }

    /// <summary>Inputs of the dense layer: Q times the last convolution's features.</summary>
    public int Flattened => PooledPositions * Convolutions[^1].Features;

    /// <summary>Multiplications of one spectrum on its way through the network.</summary>
    public double Multiplications
    {
        get
        {
            double sum = (double)Flattened * Hidden + (double)Hidden * (Targets + Auxiliary);
            for (int i = 0, features = 1; i < Convolutions.Count; features = Convolutions[i++].Features)
                sum += (double)Positions[i] * Convolutions[i].Features * Convolutions[i].Kernel * features;
            return sum;
        }
    }

    /// <summary>Tasks, each with a log variance: the concentrations together, then each auxiliary quantity.</summary>
    public int Tasks => 1 + Auxiliary;

    /// <summary>
    /// E.g. <c>cnn-911-16k8s4-32k4s2-32k4s2-p2-64-8-7</c>: channels, convolutions, pooling, hidden, targets, auxiliary; equal for equal
    /// architectures.
    /// </summary>
    public string Slug { get; }

    /// <summary>Features that convolution <paramref name="index"/> reads: 1 for the first.</summary>
    public int InputFeatures(int index) => index == 0 ? 1 : Convolutions[index - 1].Features;

    /// <summary>The architecture that a <see cref="Slug"/> names; null when it names none.</summary>
    public static CnnArchitecture? Parse(string slug)
    {
        string[] parts = slug.Split('-');
        if (parts.Length < 7 || parts[0] != "cnn") return null;
        int[]? Numbers(string part, params ReadOnlySpan<char> letters)
        {
            string[] fields = part.Split(letters);
            int[] numbers = new int[fields.Length];
            for (int i = 0; i < fields.Length; i++)
                if (!int.TryParse(fields[i], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[i])) return null;
            return numbers;
        }
        int[]?[] shapes = [.. parts[2..^4].Select(part => Numbers(part, 'k', 's'))];
        int[]? ends = Numbers($"{parts[1]}-{string.Join('-', parts[^4..]).TrimStart('p')}", '-');
        if (ends is null || shapes.Any(shape => shape is not { Length: 3 })) return null;
        try
        {
            CnnArchitecture parsed = new(
                ends[0], ends[3], ends[4], shapes.Select(shape => new ConvolutionShape(shape![0], shape[1], shape[2])), ends[1], ends[2]);
            return parsed.Slug == slug ? parsed : null;
        }
        catch (Exception error) when (error is ArgumentException or OverflowException)
        {
            return null;
        }
    }

    /// <inheritdoc/>
    public bool Equals(CnnArchitecture? other) => other is not null && Slug == other.Slug;

    /// <inheritdoc/>
    public override int GetHashCode() => Slug.GetHashCode(StringComparison.Ordinal);

    private int LengthFor(int pooled)
    {
        int length = checked(pooled * Pooling);
        for (int i = Convolutions.Count - 1; i >= 0; i--) length = checked((length - 1) * Convolutions[i].Stride + Convolutions[i].Kernel);
        return length;
    }
}
