using System.Runtime.InteropServices;
using IonSweep.Spectra;

namespace IonSweep.Learning.Inspection;

/// <summary>Spectra that cannot have been measured as they stand: the same twice, or the same value in every channel.</summary>
public static class EqualRows
{
    /// <summary>Groups of rows, from 0, whose spectra are equal to the bit; constant ones are not among them.</summary>
    public static IReadOnlyList<IReadOnlyList<int>> Duplicates(UnlabelledSpectra data)
    {
        Dictionary<int, List<List<int>>> byHash = [];
        List<List<int>> groups = [];
        for (int row = 0; row < data.RowCount; row++)
        {
            if (IsConstant(data, row)) continue;
            int hash = Hash(MemoryMarshal.AsBytes(data.Spectrum(row)));
            if (!byHash.TryGetValue(hash, out List<List<int>>? same)) byHash[hash] = same = [];
            List<int>? group = same.Find(one => data.Spectrum(one[0]).SequenceEqual(data.Spectrum(row)));
            if (group is not null) group.Add(row);
            else
            {
                same.Add([row]);
                groups.Add(same[^1]);
            }
        }
        return [.. groups.Where(group => group.Count > 1)];
    }

    /// <summary>Rows, from 0, with the same value in every channel, of spectra with several channels.</summary>
    public static IReadOnlyList<int> Constant(UnlabelledSpectra data) =>
        [.. Enumerable.Range(0, data.RowCount).Where(row => IsConstant(data, row))];

    private static bool IsConstant(UnlabelledSpectra data, int row) =>
        data.ChannelCount > 1 && !data.Spectrum(row).ContainsAnyExcept(data.Spectrum(row)[0]);

    private static int Hash(ReadOnlySpan<byte> bytes)
    {
        HashCode hash = new();
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }
}
