namespace IonSweep.Learning.Trust;

/// <summary>Computes auxiliary quantities of spectra on one axis, whatever its unit.</summary>
public sealed class AuxiliaryQuantities
{
    private readonly double[] _wavelengths;
    private readonly (int First, int End, int OtherFirst, int OtherEnd)[] _bands; // channels, end exclusive

    /// <param name="quantities">What is computed, in this order.</param>
    /// <param name="wavelengths">C positions, ascending.</param>
    /// <exception cref="ArgumentException">A band holds fewer than two channels; names it.</exception>
    public AuxiliaryQuantities(IReadOnlyList<AuxiliaryQuantity> quantities, IReadOnlyList<double> wavelengths)
    {
        Quantities = [.. quantities];
        _wavelengths = [.. wavelengths];
        _bands = new (int, int, int, int)[quantities.Count];
        for (int i = 0; i < _bands.Length; i++)
        {
            (int first, int end) = Band(i, quantities[i].From, quantities[i].To);
            (int otherFirst, int otherEnd) = quantities[i].Kind == AuxiliaryKind.Ratio
                ? Band(i, quantities[i].OtherFrom, quantities[i].OtherTo) : (0, 0);
            _bands[i] = (first, end, otherFirst, otherEnd);
        }
    }

    /// <summary>What is computed.</summary>
    public IReadOnlyList<AuxiliaryQuantity> Quantities { get; }

    /// <summary>
    /// For any kind of spectrum: total area, areas of four bands with equally many channels, centroid, and the ratio of the lower to the
    /// upper half of the axis.
    /// </summary>
    public static AuxiliaryQuantities Default(IReadOnlyList<double> wavelengths)
    {
        int channels = wavelengths.Count;
        if (channels < 8)
            throw new ArgumentException($"The default auxiliary quantities need at least 8 channels; there are {channels}.",
                nameof(wavelengths));
        List<AuxiliaryQuantity> quantities = [new AuxiliaryQuantity { Kind = AuxiliaryKind.Area }];
        for (int band = 0; band < 4; band++)
            quantities.Add(new AuxiliaryQuantity
            {
                Kind = AuxiliaryKind.Area,
                From = wavelengths[channels * band / 4],
                To = wavelengths[channels * (band + 1) / 4 - 1],
            });
        quantities.Add(new AuxiliaryQuantity { Kind = AuxiliaryKind.Centroid });
        quantities.Add(new AuxiliaryQuantity
        {
            Kind = AuxiliaryKind.Ratio,
            To = wavelengths[channels / 2 - 1],
            OtherFrom = wavelengths[channels / 2],
        });
        return new AuxiliaryQuantities(quantities, wavelengths);
    }

    /// <summary>Writes one value a quantity.</summary>
    /// <param name="spectrum">C values.</param>
    /// <param name="values">As many as there are quantities.</param>
    public void Compute(ReadOnlySpan<float> spectrum, Span<float> values)
    {
        if (spectrum.Length != _wavelengths.Length)
            throw new ArgumentException($"A spectrum of {spectrum.Length} channels was given for an axis of {_wavelengths.Length}.",
                nameof(spectrum));
        for (int i = 0; i < _bands.Length; i++)
        {
            (int first, int end, int otherFirst, int otherEnd) = _bands[i];
            values[i] = (float)(Quantities[i].Kind switch
            {
                AuxiliaryKind.Area => Area(spectrum, first, end),
                AuxiliaryKind.Centroid => Centroid(spectrum, first, end),
                _ => Ratio(Area(spectrum, first, end), Area(spectrum, otherFirst, otherEnd)),
            });
        }
    }

    private static double Ratio(double a, double b) => a == 0 && b == 0 ? 0 : a / (Math.Abs(a) + Math.Abs(b));

    private double Area(ReadOnlySpan<float> spectrum, int first, int end)
    {
        double sum = 0;
        for (int c = first + 1; c < end; c++)
            sum = Math.FusedMultiplyAdd(0.5 * (_wavelengths[c] - _wavelengths[c - 1]), (double)spectrum[c] + spectrum[c - 1], sum);
        return sum;
    }

    private double Centroid(ReadOnlySpan<float> spectrum, int first, int end)
    {
        double lowest = double.PositiveInfinity, weight = 0, moment = 0;
        for (int c = first; c < end; c++) lowest = Math.Min(lowest, spectrum[c]);
        for (int c = first; c < end; c++)
        {
            // The width of a channel: half the way to its neighbours.
            double width = (_wavelengths[Math.Min(c + 1, end - 1)] - _wavelengths[Math.Max(c - 1, first)]) / 2;
            weight += width * (spectrum[c] - lowest);
            moment += width * (spectrum[c] - lowest) * _wavelengths[c];
        }
        return weight > 0 ? moment / weight : (_wavelengths[first] + _wavelengths[end - 1]) / 2;
    }

    private (int First, int End) Band(int quantity, double from, double to)
    {
        int first = 0, end = _wavelengths.Length;
        while (first < end && _wavelengths[first] < from) first++;
        while (end > first && _wavelengths[end - 1] > to) end--;
        return end - first >= 2
            ? (first, end)
            : throw new ArgumentException(FormattableString.Invariant(
                $"Auxiliary quantity {quantity + 1}: {from} to {to} holds {end - first} channels of ")
                + FormattableString.Invariant($"the axis {_wavelengths[0]} to {_wavelengths[^1]}; expected at least 2."));
    }
}
