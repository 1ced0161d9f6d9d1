using System.Globalization;

namespace IonSweep.Charts.Axes;

/// <summary>Equal steps for equal differences, with ticks at 1, 2 or 5 times a power of ten.</summary>
public sealed class LinearScale : AxisScale
{
    private readonly double _from, _to;

    /// <param name="minimum">Value at <paramref name="from"/>; must be finite.</param>
    /// <param name="maximum">Value at <paramref name="to"/>; an empty domain is widened a little.</param>
    /// <param name="from">Pixel of the minimum.</param>
    /// <param name="to">Pixel of the maximum.</param>
    /// <param name="ticks">About how many ticks to aim for. Default 5.</param>
    /// <param name="suffix">Printed after each label, e.g. <c> %</c>. Default none.</param>
    public LinearScale(double minimum, double maximum, double from, double to, int ticks = 5, string suffix = "")
    {
        // Also where the ends differ by rounding only: no tick would stand between them.
        if (!(maximum - minimum > 1e-9 * Math.Max(Math.Abs(minimum), Math.Abs(maximum))))
        {
            double widening = minimum == 0 ? 1 : Math.Abs(minimum) * 0.1;
            (minimum, maximum) = (minimum - widening, minimum + widening);
        }
        (Minimum, Maximum, _from, _to) = (minimum, maximum, from, to);
        Ticks = TicksOf(minimum, maximum, ticks, suffix);
    }

    /// <summary>Lower end of the domain.</summary>
    public double Minimum { get; }

    /// <summary>Upper end of the domain.</summary>
    public double Maximum { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<Tick> Ticks { get; }

    /// <inheritdoc/>
    public override double Map(double value) => _from + (value - Minimum) / (Maximum - Minimum) * (_to - _from);

    private static List<Tick> TicksOf(double minimum, double maximum, int target, string suffix)
    {
        double rough = (maximum - minimum) / Math.Max(1, target);
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double step = power * ((rough / power) switch { < 1.5 => 1, < 3.5 => 2, < 7.5 => 5, _ => 10 });

        List<Tick> ticks = [];
        double slack = step * 1e-6; // so that rounding does not lose a tick at an end
        for (double k = Math.Ceiling((minimum - slack) / step); k * step <= maximum + slack; k++)
            ticks.Add(new Tick(k * step, TickLabel.Of(k * step, step) + suffix));
        return ticks;
    }
}

/// <summary>Prints tick values with exactly the digits their step needs.</summary>
internal static class TickLabel
{
    public static string Of(double value, double step)
    {
        double size = Math.Max(Math.Abs(value), step);
        int decimals = (int)Math.Max(0, -Math.Floor(Math.Log10(step) + 1e-9));
        string text = size is >= 1e6 or < 1e-4
            ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
            : value.ToString("F" + decimals.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return text.All(c => c is '0' or '.' or '-') ? "0" : text.Replace('-', '−');
    }
}
