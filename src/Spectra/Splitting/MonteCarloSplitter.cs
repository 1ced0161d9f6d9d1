using System.Globalization;
using IonSweep.Spectra.Streams;

namespace IonSweep.Spectra.Splitting;

/// <summary>
/// Monte-Carlo resampling 7:2:1 (source A): of n samples, ⌈n/10⌉ are the test set, ⌈2(n − test)/9⌉ the validation set and the
/// rest the training set, drawn anew for every fold. Rows of one sample stay together.
/// </summary>
public static class MonteCarloSplitter
{
    /// <summary>Fewest samples that give each of the three parts one.</summary>
    public const int MinimumSamples = 3;

    /// <summary>The parts of one fold, a function of seed, fold and which rows share a sample.</summary>
    /// <param name="data">Its sample ids, or its rows when it has none, are what is drawn.</param>
    /// <param name="seed">Seed of the sweep.</param>
    /// <param name="fold">Fold, from 0.</param>
    /// <exception cref="InvalidDatasetException">Too few samples; says how many are needed.</exception>
    public static FoldSplit Split(SpectralDataset data, long seed, int fold)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fold);
        (int[] sampleOfRow, int samples) = SampleNumbers.Of(data);
        if (samples < MinimumSamples)
            throw new InvalidDatasetException(string.Create(CultureInfo.InvariantCulture,
                $"Dataset '{data.Name}' has {samples} {(data.SampleIds is null ? "row(s)" : "sample(s)")}; a split into training, "
                    + $"validation and test rows needs at least {MinimumSamples}."));

        int test = (samples + 9) / 10;
        int validation = (2 * (samples - test) + 8) / 9;
        int[] order = new int[samples];
        Permutation.Fill(StreamKeys.Split(seed, fold), 0, order);

        int[] place = new int[samples]; // of a sample in the drawn order
        for (int i = 0; i < samples; i++) place[order[i]] = i;
        List<int> testRows = [], validationRows = [], trainingRows = [];
        for (int row = 0; row < sampleOfRow.Length; row++)
        {
            int p = place[sampleOfRow[row]];
            (p < test ? testRows : p < test + validation ? validationRows : trainingRows).Add(row);
        }
        return new FoldSplit([.. trainingRows], [.. validationRows], [.. testRows], samples - test - validation, test);
    }
}
