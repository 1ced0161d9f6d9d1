using System.Globalization;
using System.Runtime.CompilerServices;

namespace IonSweep.Formats.Tables;

/// <summary>
/// A decimal number as the nearest float, with the bits of the runtime's own parser.
/// Of at most 15 digits and a power of ten up to 22 the quotient or product of two exact doubles is the nearest double (Clinger 1990);
/// rounding that to a float is rounding the number itself, unless the double lies halfway between two floats. The rest is left to the
/// runtime.
/// </summary>
internal static class DecimalNumber
{
    /// <summary>Characters of the longest number with a decimal comma.</summary>
    public const int LongestNumber = 64;

    private const int ExactDigits = 15;

    private const long HalfwayBits = 0x1000_0000, BelowFloatBits = 0x1FFF_FFFF; // of a double's fraction, below that of a float

    private static readonly double[] PowersOfTen =
    [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22,
    ];

    /// <summary>The number; false for anything but a finite one.</summary>
    /// <param name="text">Without blanks around it.</param>
    /// <param name="point">What stands before the fraction, a point or a comma; with a comma, a number may have a point instead.</param>
    /// <param name="value">The nearest float.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)] // a file is over before the runtime would optimise it
    public static bool TryParse(ReadOnlySpan<char> text, char point, out float value)
    {
        int at = 0, digits = 0, fraction = 0, length = text.Length;
        bool negative = length > 0 && text[0] == '-', pointed = false;
        if (negative) at = 1;
        long mantissa = 0;
        int first = at;
        for (; at < length; at++)
        {
            int digit = text[at] - '0';
            if ((uint)digit <= 9)
            {
                mantissa = 10 * mantissa + digit;
                if (mantissa > 0 && ++digits > ExactDigits) return TryParseSlowly(text, point, out value);
                if (pointed) fraction++;
            }
            else if (text[at] == point && !pointed) pointed = true;
            else break;
        }
        if (at - first - (pointed ? 1 : 0) == 0) return TryParseSlowly(text, point, out value);
        int exponent = 0;
        if (at < length)
        {
            if ((text[at] | 0x20) != 'e' || ++at == length) return TryParseSlowly(text, point, out value);
            bool down = text[at] == '-';
            if (down || text[at] == '+') at++;
            if (at == length || length - at > 3) return TryParseSlowly(text, point, out value);
            for (; at < length; at++)
            {
                int digit = text[at] - '0';
                if ((uint)digit > 9) return TryParseSlowly(text, point, out value);
                exponent = 10 * exponent + digit;
            }
            if (down) exponent = -exponent;
        }
        exponent -= fraction;
        if (exponent is < -22 or > 22) return TryParseSlowly(text, point, out value);
        double nearest = exponent < 0 ? mantissa / PowersOfTen[-exponent] : mantissa * PowersOfTen[exponent];
        // Subnormal floats round elsewhere, and above the largest float there is none.
        if ((BitConverter.DoubleToInt64Bits(nearest) & BelowFloatBits) == HalfwayBits || nearest > float.MaxValue
            || (nearest < 1.2e-38 && mantissa != 0)) return TryParseSlowly(text, point, out value);
        value = negative ? -(float)nearest : (float)nearest;
        return true;
    }

    private static bool TryParseSlowly(ReadOnlySpan<char> text, char point, out float value)
    {
        Span<char> room = stackalloc char[LongestNumber];
        return float.TryParse(WithPoint(text, point, room), NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && float.IsFinite(value);
    }

    /// <summary>The text with a decimal point; empty where it has both a comma for one and a point.</summary>
    public static ReadOnlySpan<char> WithPoint(ReadOnlySpan<char> text, char point, Span<char> room)
    {
        if (point == '.' || !text.Contains(point)) return text;
        if (text.Length > room.Length || text.Contains('.')) return "";
        text.Replace(room, point, '.');
        return room[..text.Length];
    }
}
