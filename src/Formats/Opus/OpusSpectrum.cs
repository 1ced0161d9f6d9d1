using System.Globalization;
using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Opus;

/// <summary>Values of one kind in an OPUS file, with the parameters that say where they lie.</summary>
/// <param name="data">The values.</param>
/// <param name="kind">What they are.</param>
/// <param name="status">Number of points (NPT), first and last position (FXV, LXV), unit (DXU), scale (CSF), type of number (DPF).</param>
internal sealed class OpusSpectrum(OpusBlock data, OpusKind kind, OpusParameters status)
{
    private const int SeriesHeader = 24, ScaleOffset = 104;

    private readonly int _type = (int)status.Number("DPF", 1);

    /// <summary>By which it is asked for.</summary>
    public string Name => data.Derivative switch
    {
        0 => kind.Name,
        3 => $"{kind.Name}-derivative",
        int order => FormattableString.Invariant($"{kind.Name}-derivative-{order}"),
    };

    /// <summary>Place in the order of preference: results as measured, then derivatives, each after its manipulation first.</summary>
    public (int Derivative, int Kind, bool IsEarlier) Rank => (data.Derivative, kind.Rank, data.IsEarlier);

    /// <summary>Its first byte.</summary>
    public int Offset => data.Offset;

    /// <summary>The same values with another axis.</summary>
    public OpusSpectrum With(OpusParameters axis) => new(data, kind, axis);

    /// <summary>Whether the parameters name the values' own maximum.</summary>
    public bool HasItsMaximum(FileFields fields)
    {
        int points = status.Count("NPT");
        if (data.IsSeries || points < 1 || 4L * points > data.Length || data.Offset + data.Length > fields.Length) return false;
        int at = Start(points);
        float maximum = float.NegativeInfinity;
        for (int i = 0; i < points; i++) maximum = Math.Max(maximum, Value(fields, at + 4 * i, Scale));
        return maximum == (float)status.Number("MXY", double.NaN);
    }

    /// <summary>Its spectrum, or the spectra of a series.</summary>
    public SpectraBlock Read(FileFields fields)
    {
        int points = status.Count("NPT");
        if (points < 2 || 4L * points > data.Length)
            throw fields.Error(data.Offset, string.Create(CultureInfo.InvariantCulture, $"{points} points (NPT) of {Name}"),
                string.Create(CultureInfo.InvariantCulture, $"2 to the {data.Length / 4} that the block has room for"));
        if (data.Length > int.MaxValue) throw fields.Error(data.Offset, "a block of more than 2 GiB", "one that the file holds");
        fields.Check(data.Offset, (int)data.Length, 1, Name);
        float[] values = data.IsSeries ? Series(fields, points)
            : Values(fields, Start(points), points, Scale);
        for (int i = 0; i < values.Length; i++)
            if (!float.IsFinite(values[i]))
                throw fields.Error(data.Offset,
                    string.Create(CultureInfo.InvariantCulture, $"value {i + 1} of {Name}, which is not finite"), "numbers");
        return new SpectraBlock
        {
            Axis = Axis(fields, points),
            Ordinate = data.Derivative > 0 ? Ordinate.Unknown : kind.Ordinate ?? OrdinateUnits.OfTransmittance(values),
            Spectra = values,
        };
    }

    private double Scale => status.Number("CSF", 1);

    private SpectralAxis Axis(FileFields fields, int points)
    {
        double first = status.Number("FXV"), last = status.Number("LXV");
        string unit = status.Text("DXU") ?? "WN";
        (AxisUnit axis, bool isLogarithm) = unit switch
        {
            "WN" => (kind.IsRaman ? AxisUnit.RamanShift : AxisUnit.Wavenumber, false),
            "LGW" => (AxisUnit.Wavenumber, true),
            "MI" => (AxisUnit.Micrometre, false),
            "NM" => (AxisUnit.Nanometre, false),
            _ => throw fields.Error(data.Offset, $"the unit '{unit}' (DXU) of {Name}",
                "WN (cm⁻¹), LGW (its logarithm), MI (µm) or NM (nm): this is no optical spectrum"),
        };
        double[] positions = new double[points];
        for (int i = 0; i < points; i++)
        {
            double position = first + i * ((last - first) / (points - 1));
            positions[i] = isLogarithm ? Math.Exp(position) : position;
            if (!double.IsFinite(positions[i]) || (i > 0 && (positions[i] == positions[i - 1]
                || positions[i] > positions[i - 1] != positions[1] > positions[0])))
                throw fields.Error(data.Offset, string.Create(CultureInfo.InvariantCulture, $"positions from {first} to {last} (FXV, LXV)"),
                    "distinct ones");
        }
        return new SpectralAxis(axis, positions);
    }

    /// <summary>Spectra one after the other, each before a record of its measurement, which has the scale.</summary>
    private float[] Series(FileFields fields, int points)
    {
        fields.Check(data.Offset, SeriesHeader, 1, "the header of a series");
        int count = fields.Int32(data.Offset + 4), offset = fields.Int32(data.Offset + 8), bytes = fields.Int32(data.Offset + 12),
            record = fields.Int32(data.Offset + 16);
        long step = (long)bytes + record;
        if (offset < SeriesHeader || bytes < 4L * points || record < 0 || offset + step > data.Length)
            throw fields.Error(data.Offset, string.Create(
                CultureInfo.InvariantCulture, $"a series that begins at {offset} with {bytes} + {record} bytes a spectrum"),
                string.Create(CultureInfo.InvariantCulture, $"room for {points} points each in the block's {data.Length} bytes"));
        // Not all that are counted need be stored.
        int stored = (int)Math.Min(count, (data.Length - offset) / step);
        if (stored < 1) throw fields.Error(data.Offset + 4, string.Create(CultureInfo.InvariantCulture, $"{count} spectra"), "1 or more");
        float[] all = new float[stored * points];
        for (int s = 0; s < stored; s++)
        {
            int at = data.Offset + offset + (int)(s * step);
            double scale = record < ScaleOffset + 8 ? Scale : fields.Double(at + bytes + ScaleOffset, "the scale");
            Values(fields, at, points, scale).CopyTo(all, s * points);
        }
        return all;
    }

    private int Start(int points) => data.IsCompact ? data.Offset + (int)data.Length - 4 * points : data.Offset;

    private float[] Values(FileFields fields, int at, int points, double scale)
    {
        float[] values = new float[points];
        for (int i = 0; i < points; i++) values[i] = Value(fields, at + 4 * i, scale);
        return values;
    }

    private float Value(FileFields fields, int at, double scale)
    {
        double value = _type switch
        {
            1 => fields.Single(at),
            2 => fields.Int32(at),
            _ => throw fields.Error(at, string.Create(CultureInfo.InvariantCulture, $"the type of number {_type} (DPF)"),
                "1 (float) or 2 (integer)"),
        };
        return (float)(scale * value);
    }
}
