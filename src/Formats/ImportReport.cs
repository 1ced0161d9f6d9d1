namespace IonSweep.Formats;

/// <summary>What came of an import: what matched the table of reference values and what did not.</summary>
/// <param name="Files">Files that were read.</param>
/// <param name="Spectra">Spectra that they hold.</param>
/// <param name="Rows">Those that became rows of the dataset.</param>
/// <param name="WithoutReference">Spectra whose sample the table lacks, by file and sample.</param>
/// <param name="WithoutSpectrum">Samples of the table that no file holds.</param>
/// <param name="WithoutValue">Spectra without a value of any target, which are left out.</param>
/// <param name="Notes">All that was left out or changed, in words.</param>
public sealed record ImportReport(
    int Files, int Spectra, int Rows, IReadOnlyList<string> WithoutReference, IReadOnlyList<string> WithoutSpectrum, int WithoutValue,
    IReadOnlyList<string> Notes);
