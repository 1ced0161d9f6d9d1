using IonSweep.Spectra;
using IonSweep.Sweeps.Artifacts;

namespace IonSweep.Sweeps.Aggregation;

/// <summary>
/// Predicted minus known values of the folds' test rows, one a sample (its first row), of models of measured spectra alone.
/// </summary>
internal sealed class TestResiduals(SpectralDataset dataset)
{
    private readonly Dictionary<(string Target, string Model), List<double[]>> _folds = [];

    /// <summary>Adds those of one fold's model.</summary>
    /// <param name="target">Slug.</param>
    /// <param name="model">Slug of the family.</param>
    /// <param name="artifact">The fold's model with its test rows.</param>
    /// <param name="column">Which of its targets.</param>
    public void Add(string target, string model, CellArtifact artifact, int column)
    {
        if (!_folds.TryGetValue((target, model), out List<double[]>? folds)) _folds.Add((target, model), folds = []);
        float[] known = artifact.Column(artifact.True, column), predicted = artifact.Column(artifact.Predicted, column);
        HashSet<string> seen = [];
        folds.Add(
        [
            .. Enumerable.Range(0, known.Length).Where(i => !float.IsNaN(known[i]))
                .Where(i => dataset.SampleIds is null || seen.Add(dataset.SampleIds[artifact.TestRows[i]]))
                .Select(i => (double)predicted[i] - known[i]),
        ]);
    }

    /// <summary>Residuals of each fold.</summary>
    public IReadOnlyList<double[]> Of(string target, string model) => _folds.GetValueOrDefault((target, model)) ?? [];
}
