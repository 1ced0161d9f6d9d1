namespace IonSweep.Sweeps.Specification;

/// <summary>Finds what a person probably meant by a misspelt name.</summary>
public static class NearestName
{
    /// <summary>The known name with the smallest edit distance; null when none is near enough to be meant.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        string? nearest = null;
        int smallest = int.MaxValue;
        foreach (string candidate in known)
        {
            int distance = Distance(name.ToLowerInvariant(), candidate.ToLowerInvariant());
            if (distance >= smallest) continue;
            smallest = distance;
            nearest = candidate;
        }
        // Half of the letters wrong is a different word.
        return nearest is not null && smallest <= Math.Max(2, Math.Max(name.Length, nearest.Length) / 2) ? nearest : null;
    }

    /// <summary>Ends a sentence about an unknown name: <c>; did you mean 'folds'?</c>, or a full stop.</summary>
    public static string Hint(string name, IEnumerable<string> known) =>
        Of(name, known) is { } nearest ? $"; did you mean '{nearest}'?" : ".";

    /// <summary>Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other.</summary>
    private static int Distance(string a, string b)
    {
        if (a.Length > 100 || b.Length > 100) return int.MaxValue - 1; // no name is that long
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) d[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) d[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                d[i, j] = Math.Min(Math.Min(d[i - 1, j] + 1, d[i, j - 1] + 1), d[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
            }
        return d[a.Length, b.Length];
    }
}
