namespace IonSweep.Learning.Torch.Layouts;

/// <summary>One part of a network's data: spectra, and values beside them (targets or conditions).</summary>
/// <param name="Rows">N spectra.</param>
/// <param name="Values">N × K, row-major.</param>
/// <param name="Width">K.</param>
internal sealed record TrainingRows(RowSet Rows, float[] Values, int Width)
{
    public int Count => Rows.Count;

    /// <summary>Both are the same spectra in the same order, whatever the values.</summary>
    public bool SharesSpectraWith(TrainingRows other) => Rows.Pointers.SequenceEqual(other.Rows.Pointers);
}
