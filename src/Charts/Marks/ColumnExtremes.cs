namespace IonSweep.Charts.Marks;

/// <summary>Thins a line for drawing so that nothing that can be seen is lost: every spike stays.</summary>
public static class ColumnExtremes
{
    /// <summary>The first, lowest, highest and last point of every column of pixels, in their order.</summary>
    /// <param name="points">Points from left to right, or from right to left.</param>
    /// <param name="width">Width of a column in pixels.</param>
    public static IReadOnlyList<(double X, double Y)> Of(IReadOnlyList<(double X, double Y)> points, double width)
    {
        List<(double X, double Y)> kept = [];
        for (int i = 0; i < points.Count;)
        {
            double column = Math.Floor(points[i].X / width);
            int first = i, lowest = i, highest = i;
            for (; i < points.Count && Math.Floor(points[i].X / width) == column; i++)
            {
                if (points[i].Y < points[lowest].Y) lowest = i;
                if (points[i].Y > points[highest].Y) highest = i;
            }
            foreach (int at in new SortedSet<int> { first, lowest, highest, i - 1 }) kept.Add(points[at]);
        }
        return kept;
    }
}
