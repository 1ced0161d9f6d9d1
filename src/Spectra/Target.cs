namespace IonSweep.Spectra;

/// <summary>A quantity to be predicted from a spectrum, such as the molar concentration of one ion.</summary>
/// <param name="Name">Name as the field writes it, e.g. <c>Zn2+</c>.</param>
/// <param name="Unit">Unit of its values, e.g. <c>M</c> or <c>%</c>; empty when the data does not say.</param>
public sealed record Target(string Name, string Unit)
{
    /// <summary>
    /// The name in the form that keys and paths use: lower-case letters and digits, runs of anything else
    /// folded to one hyphen, none at the ends. <c>Zn2+</c> is <c>zn2</c>, <c>SO4 2-</c> is <c>so4-2</c>.
    /// </summary>
    public string Slug { get; } = TargetSlug.Of(Name);

    /// <summary>The column header: <c>Zn2+ (M)</c>, or the bare name without a unit.</summary>
    public string Header => Unit.Length == 0 ? Name : $"{Name} ({Unit})";
}
