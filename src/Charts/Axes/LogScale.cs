using System.Globalization;

namespace IonSweep.Charts.Axes;

/// <summary>Equal steps for equal ratios, with ticks at powers of ten, or at 1, 2 and 5 times those where the domain is short.</summary>
public sealed class LogScale : AxisScale
{
    private readonly double _low, _high, _from, _to;

    /// <param name="minimum">Value at <paramref name="from"/>; must be above 0.</param>
    /// <param name="maximum">Value at <paramref name="to"/>.</param>
    /// <param name="from">Pixel of the minimum.</param>
    /// <param name="to">Pixel of the maximum.</param>
    public LogScale(double minimum, double maximum, double from, double to)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(minimum);
        if (!(maximum > minimum * 1.01)) (minimum, maximum) = (minimum / 2, minimum * 2);
        (_low, _high, _from, _to) = (Math.Log10(minimum), Math.Log10(maximum), from, to);

        double[] leads = _high - _low > 3 ? [1] : _high - _low > 1.3 ? [1, 3] : [1, 2, 5];
        int every = (int)Math.Max(1, Math.Ceiling((_high - _low) / 7));
        List<Tick> ticks = [];
        for (int power = (int)Math.Floor(_low); power <= _high; power++)
            foreach (double lead in leads)
            {
                double value = lead * Math.Pow(10, power);
                double at = Math.Log10(value);
                if (at >= _low - 1e-9 && at <= _high + 1e-9 && power % every == 0) ticks.Add(new Tick(value, Label(lead, power)));
            }
        Ticks = ticks;
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Tick> Ticks { get; }

    /// <inheritdoc/>
    public override double Map(double value) =>
        _from + (Math.Log10(Math.Max(value, double.Epsilon)) - _low) / (_high - _low) * (_to - _from);

    private static string Label(double lead, int power)
    {
        if (power is >= -3 and <= 3)
            return (lead * Math.Pow(10, power)).ToString(power < 0 ? "F" + -power : "F0", CultureInfo.InvariantCulture);
        string exponent = string.Concat(power.ToString(CultureInfo.InvariantCulture)
            .Select(c => c == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[c - '0']));
        return lead == 1 ? "10" + exponent : lead.ToString("F0", CultureInfo.InvariantCulture) + "·10" + exponent;
    }
}
