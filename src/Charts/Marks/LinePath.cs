using System.Text;

namespace IonSweep.Charts.Marks;

/// <summary>Path data for lines, bands, dots and steps. Points that are not finite break a line.</summary>
public static class LinePath
{
    /// <summary>A polyline, without the points that move it by less than <paramref name="tolerance"/> pixels.</summary>
    public static string Line(IReadOnlyList<(double X, double Y)> points, double tolerance = 0.15)
    {
        StringBuilder path = new();
        int start = 0;
        for (int i = 0; i <= points.Count; i++)
        {
            if (i < points.Count && double.IsFinite(points[i].X) && double.IsFinite(points[i].Y)) continue;
            AppendRun(path, points, start, i - 1, tolerance, 'M');
            start = i + 1;
        }
        return path.ToString();
    }

    /// <summary>The closed area between two lines over the same abscissae.</summary>
    public static string Band(IReadOnlyList<(double X, double Y)> lower, IReadOnlyList<(double X, double Y)> upper, double tolerance = 0.15)
    {
        if (lower.Count == 0) return "";
        StringBuilder path = new();
        AppendRun(path, upper, 0, upper.Count - 1, tolerance, 'M');
        (double X, double Y)[] back = [.. lower.Reverse()];
        AppendRun(path, back, 0, back.Length - 1, tolerance, 'L');
        return path.Append('z').ToString();
    }

    /// <summary>Dots for a stroke with round caps: the shortest way to write thousands of points.</summary>
    public static string Dots(IEnumerable<(double X, double Y)> points)
    {
        StringBuilder path = new();
        foreach ((double x, double y) in points)
            if (double.IsFinite(x) && double.IsFinite(y))
                path.Append('M').Append(SvgNumber.Px(x)).Append(' ').Append(SvgNumber.Px(y)).Append("h0");
        return path.ToString();
    }

    /// <summary>The outline of a histogram from the base line up, along the bins and back down.</summary>
    /// <param name="edges">B + 1 pixels from left to right.</param>
    /// <param name="heights">B pixels, the top of each bin.</param>
    /// <param name="baseline">Pixel of the base line.</param>
    public static string Steps(IReadOnlyList<double> edges, IReadOnlyList<double> heights, double baseline)
    {
        if (heights.Count == 0) return "";
        StringBuilder path = new($"M{SvgNumber.Px(edges[0])} {SvgNumber.Px(baseline)}");
        for (int i = 0; i < heights.Count; i++) path.Append($"V{SvgNumber.Px(heights[i])}H{SvgNumber.Px(edges[i + 1])}");
        return path.Append($"V{SvgNumber.Px(baseline)}").ToString();
    }

    // Douglas and Peucker 1973, with a stack instead of recursion.
    private static void AppendRun(StringBuilder path, IReadOnlyList<(double X, double Y)> points, int first, int last, double tolerance,
        char command)
    {
        if (last < first) return;
        bool[] keep = new bool[last - first + 1];
        keep[0] = keep[^1] = true;
        Stack<(int, int)> open = new([(first, last)]);
        while (open.TryPop(out (int From, int To) part))
        {
            (int farthest, double distance) = (-1, tolerance);
            (double x1, double y1) = points[part.From];
            (double x2, double y2) = points[part.To];
            double dx = x2 - x1, dy = y2 - y1, length = Math.Sqrt(dx * dx + dy * dy);
            for (int i = part.From + 1; i < part.To; i++)
            {
                double away = length == 0
                    ? Math.Sqrt((points[i].X - x1) * (points[i].X - x1) + (points[i].Y - y1) * (points[i].Y - y1))
                    : Math.Abs(dy * points[i].X - dx * points[i].Y + x2 * y1 - y2 * x1) / length;
                if (away > distance) (farthest, distance) = (i, away);
            }
            if (farthest < 0) continue;
            keep[farthest - first] = true;
            open.Push((part.From, farthest));
            open.Push((farthest, part.To));
        }
        for (int i = first; i <= last; i++)
        {
            if (!keep[i - first]) continue;
            path.Append(i == first ? command : 'L').Append(SvgNumber.Px(points[i].X)).Append(' ').Append(SvgNumber.Px(points[i].Y));
        }
    }
}
