using System.Text;

namespace IonSweep.Charts.Marks;

/// <summary>Draws any number of equal markers as the data of one SVG path.</summary>
public static class MarkerPath
{
    /// <summary>Path data for markers of one shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="points">Centres in pixels.</param>
    /// <param name="radius">Half the marker's size in pixels.</param>
    public static string Of(MarkerShape shape, IEnumerable<(double X, double Y)> points, double radius)
    {
        StringBuilder path = new();
        foreach ((double x, double y) in points)
        {
            if (!double.IsFinite(x) || !double.IsFinite(y)) continue;
            Append(path, shape, x, y, radius);
        }
        return path.ToString();
    }

    /// <summary>Path data for one marker.</summary>
    public static string Of(MarkerShape shape, double x, double y, double radius) => Of(shape, [(x, y)], radius);

    private static void Append(StringBuilder path, MarkerShape shape, double x, double y, double r)
    {
        if (shape == MarkerShape.Circle)
        {
            string size = SvgNumber.Px(r), across = SvgNumber.Px(2 * r);
            path.Append($"M{SvgNumber.Px(x - r)} {SvgNumber.Px(y)}a{size} {size} 0 1 0 {across} 0a{size} {size} 0 1 0 -{across} 0z");
            return;
        }
        (double X, double Y)[] corners = shape switch
        {
            MarkerShape.Square => [(-.9, -.9), (.9, -.9), (.9, .9), (-.9, .9)],
            MarkerShape.Triangle => [(0, -1.15), (1.1, .85), (-1.1, .85)],
            MarkerShape.TriangleDown => [(0, 1.15), (1.1, -.85), (-1.1, -.85)],
            MarkerShape.Diamond => [(0, -1.25), (1.1, 0), (0, 1.25), (-1.1, 0)],
            MarkerShape.Plus => [(-.4, -1.1), (.4, -1.1), (.4, -.4), (1.1, -.4), (1.1, .4), (.4, .4), (.4, 1.1), (-.4, 1.1), (-.4, .4),
                (-1.1, .4), (-1.1, -.4), (-.4, -.4)],
            MarkerShape.Hexagon => [.. Enumerable.Range(0, 6).Select(i => Polar(1.1, i / 6.0))],
            _ => [.. Enumerable.Range(0, 10).Select(i => Polar(i % 2 == 0 ? 1.3 : .55, i / 10.0 - .25))],
        };
        for (int i = 0; i < corners.Length; i++)
            path.Append(i == 0 ? 'M' : 'L').Append(SvgNumber.Px(x + r * corners[i].X)).Append(' ')
                .Append(SvgNumber.Px(y + r * corners[i].Y));
        path.Append('z');
    }

    private static (double X, double Y) Polar(double radius, double turn) =>
        (radius * Math.Cos(2 * Math.PI * turn), radius * Math.Sin(2 * Math.PI * turn));
}
