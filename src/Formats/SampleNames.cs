using System.Globalization;

namespace IonSweep.Formats;

/// <summary>
/// The samples that a table names, to find those of spectra among them. Upper and lower case are the same, and so are ways to write one
/// number (<c>7</c>, <c>7.0</c>, <c>007</c>) where no name fits as it stands and the table has the number once.
/// </summary>
internal sealed class SampleNames
{
    private readonly HashSet<string> _names;
    private readonly Dictionary<double, string?> _numbers = []; // null: several names are this number

    /// <param name="names">As the table writes them.</param>
    public SampleNames(IEnumerable<string> names)
    {
        _names = new HashSet<string>(names, StringComparer.OrdinalIgnoreCase);
        foreach (string name in _names)
            if (NumberOf(name) is { } number)
                _numbers[number] = _numbers.ContainsKey(number) ? null : name;
    }

    /// <summary>The table's way to write a name; null for a name that it has not.</summary>
    public string? Find(string name) => _names.TryGetValue(name, out string? known) ? known
        : NumberOf(name) is { } number && _numbers.TryGetValue(number, out string? same) ? same : null;

    private static double? NumberOf(string name) => double.TryParse(
        name, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out double number)
        ? number : null;
}
