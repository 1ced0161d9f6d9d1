using IonSweep.Formats.Tables;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Text;

/// <summary>
/// What comment lines at the start of a table say of its spectra: <c># simulated: …</c>, <c># axis: raman-shift</c> where headers cannot,
/// <c># ordinate: absorbance</c> where it is known. Lines that say nothing of this are no concern of a reader.
/// </summary>
/// <param name="SimulatedBy">What simulated them; null for measured spectra.</param>
/// <param name="Axis">What the positions are; null when the headers say it.</param>
/// <param name="Ordinate">What the values are.</param>
public sealed record CsvRemarks(string? SimulatedBy, AxisUnit? Axis, Ordinate Ordinate)
{
    private const string SimulatedWord = "simulated:", AxisWord = "axis:", OrdinateWord = "ordinate:";

    /// <summary>Those of spectra. The axis is told where no header names its unit and a reader would take it for another.</summary>
    public static CsvRemarks Of(DatasetOrigin origin, IReadOnlyList<double> positions, AxisUnit unit, Ordinate ordinate) => new(
        origin.IsSimulated ? origin.Description.ReplaceLineEndings(" ") : null,
        unit is AxisUnit.RamanShift or AxisUnit.Channel || (unit == AxisUnit.Nanometre && UnnamedAxis.Of(positions) != unit) ? unit : null,
        ordinate);

    /// <summary>Those that comment lines hold, given without the mark.</summary>
    public static CsvRemarks Parse(IEnumerable<string> comments)
    {
        CsvRemarks remarks = new(null, null, Ordinate.Unknown);
        foreach (string comment in comments)
        {
            string line = comment.Trim();
            if (line.StartsWith(SimulatedWord, StringComparison.Ordinal))
                remarks = remarks with { SimulatedBy = remarks.SimulatedBy ?? line[SimulatedWord.Length..].Trim() };
            else if (line.StartsWith(AxisWord, StringComparison.Ordinal))
                remarks = remarks with { Axis = remarks.Axis ?? AxisText.Parse(line[AxisWord.Length..].Trim()) };
            else if (line.StartsWith(OrdinateWord, StringComparison.Ordinal)
                && OrdinateText.Parse(line[OrdinateWord.Length..].Trim()) is { } ordinate)
                remarks = remarks with { Ordinate = ordinate };
        }
        return remarks;
    }

    /// <summary>As comment lines, without the mark.</summary>
    public IEnumerable<string> Lines()
    {
        if (SimulatedBy is not null) yield return $" {SimulatedWord} {SimulatedBy}";
        if (Axis is { } axis) yield return $" {AxisWord} {axis.Word()}";
        if (Ordinate != Ordinate.Unknown) yield return $" {OrdinateWord} {Ordinate.Word()}";
    }
}
