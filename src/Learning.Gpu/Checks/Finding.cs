namespace IonSweep.Learning.Gpu.Checks;

/// <summary>What a check found of one primitive.</summary>
/// <param name="primitive">What it computes.</param>
/// <param name="instruction">What it is in PTX.</param>
internal sealed class Finding(string primitive, string instruction)
{
    public string Primitive => primitive;

    public string Instruction => instruction;

    /// <summary>Operands compared.</summary>
    public long Compared { get; private set; }

    /// <summary>Of them, those with other bits.</summary>
    public long Differences { get; private set; }

    /// <summary>The first of these in words; empty without.</summary>
    public string First { get; private set; } = "";

    /// <summary>Takes one result; the bits of floats survive as doubles.</summary>
    public void Take(double a, double b, double c, double expected, double found)
    {
        Compared++;
        if (BitConverter.DoubleToInt64Bits(expected) == BitConverter.DoubleToInt64Bits(found)
            || (double.IsNaN(expected) && double.IsNaN(found))) return;
        if (Differences++ == 0)
            First = FormattableString.Invariant($"{primitive} of {a:R}, {b:R}, {c:R} is {found:R}; expected {expected:R}");
    }
}
