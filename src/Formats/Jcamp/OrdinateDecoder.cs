using System.Globalization;
using IonSweep.Spectra;

namespace IonSweep.Formats.Jcamp;

/// <summary>
/// Decodes the ordinates of <c>(X++(Y..Y))</c> lines: AFFN and PAC numbers, squeezed (SQZ), difference (DIF) and duplicate (DUP) digits
/// (R. S. McDonald, P. A. Wilks, Appl. Spectrosc. 42, 151, 1988), with the check of the ordinate that lines in difference form repeat.
/// </summary>
/// <param name="file">File name, for messages.</param>
/// <param name="isCompressed">Letters are pseudo-digits; else E begins an exponent.</param>
/// <param name="most">Most ordinates that there may be.</param>
internal sealed class OrdinateDecoder(string file, bool isCompressed, int most)
{
    private readonly List<float> _values = [];
    private double _last;
    private bool _endsInDifference;

    /// <summary>Ordinates so far, before their factor.</summary>
    public List<float> Values => _values;

    /// <summary>Whether the lines of a table have pseudo-digits.</summary>
    public static bool HasPseudoDigits(IEnumerable<string> lines) => lines.Any(line => line.AsSpan().IndexOfAny(
        "@ABCDFGHIabcdfghi%JKLMNOPQRjklmnopqrSTUVWXYZs") >= 0);

    /// <summary>Decodes a line.</summary>
    /// <param name="number">Its number, for messages.</param>
    /// <param name="text">The line.</param>
    /// <returns>Its abscissa and the index of the ordinate that stands there.</returns>
    public (double X, int Index) Decode(int number, ReadOnlySpan<char> text)
    {
        int at = 0;
        double x = Plain(number, text, ref at);
        bool isCheck = _endsInDifference, first = true, difference = false;
        int index = isCheck ? _values.Count - 1 : _values.Count;
        double step = 0;
        _endsInDifference = false;
        while (true)
        {
            while (at < text.Length && text[at] is ' ' or '\t' or ',') at++;
            if (at >= text.Length) break;
            char c = text[at];
            if (isCompressed && c is (>= 'S' and <= 'Z') or 's')
            {
                int times = Digits(text, ref at, c == 's' ? 9 : c - 'S' + 1) is >= 1 and <= int.MaxValue and var count ? (int)count : 0;
                if (first || times < 1) throw Error(number, $"the duplicate count '{c}'", "one behind an ordinate");
                for (int i = 1; i < times; i++) Append(number, difference ? _last + step : _last);
                continue;
            }
            difference = isCompressed && c is '%' or (>= 'J' and <= 'R') or (>= 'j' and <= 'r');
            if (difference)
            {
                step = Signed(text, ref at, c == '%' ? 0 : c <= 'R' ? c - 'J' + 1 : -(c - 'j' + 1));
                if (first && _values.Count == 0) throw Error(number, $"a difference '{c}'", "an ordinate before it");
                Append(number, _last + step);
            }
            else
            {
                double value = isCompressed && c is '@' or (>= 'A' and <= 'I') or (>= 'a' and <= 'i')
                    ? Signed(text, ref at, c == '@' ? 0 : c <= 'I' ? c - 'A' + 1 : -(c - 'a' + 1))
                    : Plain(number, text, ref at);
                if (first && isCheck)
                {
                    if (value != _last)
                        throw Error(number, string.Create(CultureInfo.InvariantCulture, $"the check ordinate {value}"),
                            string.Create(CultureInfo.InvariantCulture, $"{_last}, the last of the line before: the file was altered"));
                }
                else Append(number, value);
            }
            first = false;
            _endsInDifference = difference;
        }
        return (x, index);
    }

    private void Append(int number, double value)
    {
        if (_values.Count >= most) throw Error(number, "more ordinates", $"{most}, as the header says");
        _last = value;
        _values.Add((float)value);
    }

    private static double Signed(ReadOnlySpan<char> text, ref int at, int lead) =>
        lead < 0 ? -Digits(text, ref at, -lead) : Digits(text, ref at, lead);

    private static double Digits(ReadOnlySpan<char> text, ref int at, int lead)
    {
        double value = lead;
        for (at++; at < text.Length && char.IsAsciiDigit(text[at]); at++) value = 10 * value + (text[at] - '0');
        return value;
    }

    private double Plain(int number, ReadOnlySpan<char> text, ref int at)
    {
        while (at < text.Length && text[at] is ' ' or '\t' or ',') at++;
        int start = at;
        if (at < text.Length && text[at] is '+' or '-') at++;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '.')) at++;
        if (!isCompressed && at < text.Length && text[at] is 'E' or 'e')
        {
            at++;
            if (at < text.Length && text[at] is '+' or '-') at++;
            while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        }
        if (double.TryParse(text[start..at], NumberStyles.Float, CultureInfo.InvariantCulture, out double value)) return value;
        string rest = text[start..Math.Min(text.Length, start + 12)].ToString();
        throw Error(number, rest.Length == 0 ? "nothing" : $"'{rest}'",
            rest.StartsWith('?') ? "a number: missing ordinates are not read" : "a number");
    }

    private InvalidDatasetException Error(int number, string found, string expected) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}, line {number}: found {found}; expected {expected}."));
}
