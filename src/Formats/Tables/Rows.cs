using System.Runtime.ExceptionServices;
using IonSweep.Spectra;

namespace IonSweep.Formats.Tables;

/// <summary>Does something with each row of a table, on all processors where the table is large.</summary>
internal static class Rows
{
    private const long CellsWorthThreads = 100_000;

    /// <summary>Each row once, in any order.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="cells">Cells of all of them.</param>
    /// <param name="act">What to do with one; rows may be done at the same time.</param>
    /// <exception cref="InvalidDatasetException">Rows are unusable: what the first of them says.</exception>
    public static void ForEach(int rows, long cells, Action<int> act)
    {
        if (cells < CellsWorthThreads)
        {
            for (int row = 0; row < rows; row++) act(row);
            return;
        }
        InvalidDatasetException? first = null;
        int firstRow = rows;
        Lock found = new();
        Parallel.For(0, rows, (row, loop) =>
        {
            try
            {
                act(row);
            }
            catch (InvalidDatasetException unusable)
            {
                loop.Break(); // rows before this one are still done
                lock (found)
                    if (row < firstRow) (firstRow, first) = (row, unusable);
            }
        });
        if (first is not null) ExceptionDispatchInfo.Throw(first);
    }
}
