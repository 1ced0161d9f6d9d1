using System.Globalization;
using IonSweep.Spectra;

namespace IonSweep.Formats;

/// <summary>Says which targets have no value in some rows, for origins and reports.</summary>
internal static class MissingValues
{
    /// <summary>E.g. <c>a value of fat in 48 of 50 rows, which alone its cells use</c>; null where none is missing.</summary>
    /// <param name="targets">T targets.</param>
    /// <param name="values">N × T values; NaN where there is none.</param>
    public static string? Describe(IReadOnlyList<Target> targets, ReadOnlySpan<float> values)
    {
        int rows = values.Length / targets.Count;
        List<string> parts = [];
        for (int t = 0; t < targets.Count; t++)
        {
            int known = 0;
            for (int row = 0; row < rows; row++)
                if (!float.IsNaN(values[row * targets.Count + t])) known++;
            if (known < rows) parts.Add(string.Create(CultureInfo.InvariantCulture, $"{targets[t].Name} in {known} of {rows} rows"));
        }
        return parts.Count == 0 ? null : $"values of {string.Join(", ", parts)}; cells of a target use the rows that have its value";
    }
}
