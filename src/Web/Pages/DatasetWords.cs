using System.Globalization;
using IonSweep.Spectra.Axes;
using IonSweep.Sweeps.Results;

namespace IonSweep.Web.Pages;

/// <summary>Datasets in words, for lists and choices.</summary>
internal static class DatasetWords
{
    /// <summary>Its name, or its hash where it has none.</summary>
    public static string Name(DatasetSummary dataset) => dataset.Name.Length > 0 ? dataset.Name : dataset.Sha256[..12] + "…";

    /// <summary>Measured or simulated.</summary>
    public static string Kind(DatasetSummary dataset) =>
        dataset.Damage is not null ? "damaged" : dataset.IsSimulated ? "simulated" : "measured";

    /// <summary>Number of samples, and of spectra where these are more.</summary>
    public static string Samples(DatasetSummary dataset) => dataset.Samples == dataset.Rows ? Number(dataset.Rows, "sample")
        : $"{Number(dataset.Samples, "sample")}, {dataset.Rows} spectra";

    /// <summary>Where its channels lie.</summary>
    public static string Axis(DatasetSummary dataset) => dataset.Axis is not { } axis ? "–" : string.Create(CultureInfo.InvariantCulture,
        $"{axis.First:0.##} to {axis.Last:0.##}{axis.Unit.Suffix()}, {dataset.Channels} channels");

    private static string Number(int count, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {what}{(count == 1 ? "" : "s")}");
}
