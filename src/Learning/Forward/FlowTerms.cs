namespace IonSweep.Learning.Forward;

/// <summary>
/// What a coordinate of a triangular map may depend on: the conditions and the coordinates before it, and products of two of the first of
/// these (squares too): with them, scatter that multiplies spectra is a term like others.
/// </summary>
internal static class FlowTerms
{
    private const int Leading = 4, MostMultiplied = 20;

    /// <summary>Terms of which there are no products, the first coordinates and conditions among them first.</summary>
    /// <param name="conditions">Conditions, T.</param>
    /// <param name="before">Coordinates before, k.</param>
    public static int Linear(int conditions, int before) => conditions + before;

    /// <summary>The first coordinates and the conditions.</summary>
    public static int Main(int conditions, int before) => conditions + Math.Min(before, Leading);

    /// <summary>All terms.</summary>
    public static int Count(int conditions, int before)
    {
        int multiplied = Math.Min(MostMultiplied, Main(conditions, before));
        return Linear(conditions, before) + multiplied * (multiplied + 1) / 2;
    }

    /// <param name="conditions">T values.</param>
    /// <param name="before">k values.</param>
    /// <param name="terms">Receives <see cref="Count"/> values, those without products first.</param>
    public static void Fill(ReadOnlySpan<double> conditions, ReadOnlySpan<double> before, Span<double> terms)
    {
        int leading = Math.Min(before.Length, Leading), next = Linear(conditions.Length, before.Length);
        before[..leading].CopyTo(terms);
        conditions.CopyTo(terms[leading..]);
        before[leading..].CopyTo(terms[(leading + conditions.Length)..]);
        int multiplied = Math.Min(MostMultiplied, leading + conditions.Length);
        for (int i = 0; i < multiplied; i++)
            for (int j = i; j < multiplied; j++) terms[next++] = terms[i] * terms[j];
    }
}
