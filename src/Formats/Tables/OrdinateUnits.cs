using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Tables;

/// <summary>What the values of a spectrum are, from the words of a file.</summary>
internal static class OrdinateUnits
{
    /// <summary>The ordinate that a text names; values decide between a fraction and per cent where it does not say.</summary>
    public static Ordinate Of(string text, ReadOnlySpan<float> values)
    {
        string folded = text.ToUpperInvariant();
        if (folded.Contains("ABSORBANCE") || folded is "A" or "AU" or "A.U." or "ABS" or "ABS." or "LOG(1/R)" or "LOG(1/T)")
            return Ordinate.Absorbance;
        if (folded.Contains("TRANSMI") || folded is "%T" or "T%" or "T")
            return OfTransmittance(values, folded.Contains('%') || folded.Contains("PERCENT"));
        if (folded.Contains("KUBELKA")) return Ordinate.KubelkaMunk;
        if (folded.Contains("REFLECTANCE") || folded.Contains("REFLECT.") || folded is "%R" or "R%")
            return folded.Contains('%') || folded.Contains("PERCENT") ? Ordinate.ReflectancePercent : Ordinate.Reflectance;
        return folded is "INT" || folded.Contains("COUNT") || folded.EndsWith("CTS", StringComparison.Ordinal)
            || folded.Contains("INTENSITY") || folded.Contains("ARBITRARY") || folded.Contains("RAMAN")
            ? Ordinate.Intensity : Ordinate.Unknown;
    }

    /// <summary>Transmittance: values above 1.5 are per cent.</summary>
    public static Ordinate OfTransmittance(ReadOnlySpan<float> values, bool isPercent = false)
    {
        foreach (float value in values)
            if (value > 1.5f) isPercent = true;
        return isPercent ? Ordinate.TransmittancePercent : Ordinate.Transmittance;
    }
}
