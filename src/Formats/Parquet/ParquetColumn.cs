using System.Globalization;

namespace IonSweep.Formats.Parquet;

/// <summary>One column: numbers, NaN where there is none, or texts.</summary>
/// <param name="name">Its header.</param>
/// <param name="numbers">Numbers; null for texts.</param>
/// <param name="texts">Texts; null for numbers.</param>
/// <param name="isSingle">The numbers are floats, whose shortest text is shorter.</param>
internal sealed class ParquetColumn(string name, double[]? numbers, string?[]? texts, bool isSingle)
{
    public string Name => name;

    public string Text(int row)
    {
        if (numbers is null) return texts![row] ?? "";
        if (double.IsNaN(numbers[row])) return "";
        return isSingle ? ((float)numbers[row]).ToString("R", CultureInfo.InvariantCulture)
            : numbers[row].ToString("R", CultureInfo.InvariantCulture);
    }

    public bool TryNumber(int row, out double value)
    {
        if (numbers is null) return double.TryParse(texts![row], NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
        value = numbers[row];
        return double.IsFinite(value);
    }
}
