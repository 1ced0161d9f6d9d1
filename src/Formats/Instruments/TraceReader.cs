using IonSweep.Formats.Blocks;
using IonSweep.Formats.Tables;
using IonSweep.Spectra;

namespace IonSweep.Formats.Instruments;

/// <summary>Reads spectra from the lines of numbers.</summary>
internal sealed class TraceReader(FileContent file, NumberBlock block, IReadOnlyList<Trace> traces)
{
    private const double LongestFirstStep = 10; // of the step behind it

    private readonly int[] _axes = [.. traces.Select(trace => trace.Axis).Distinct()];
    private readonly bool[] _isPosition = [.. Enumerable.Range(0, block.Columns).Select(c => traces.Any(trace => trace.Axis == c))];
    private readonly int[] _spectrum = [.. Enumerable.Range(0, block.Columns).Select(
        c => traces.Index().Where(one => one.Item.Column == c).Select(one => one.Index).FirstOrDefault(-1))];

    /// <summary>Positions of each spectrum; those of one axis column are the same list.</summary>
    public IReadOnlyList<double>[] Positions { get; private set; } = [];

    /// <summary>Values of each spectrum.</summary>
    public List<float>[] Values { get; } = [.. traces.Select(_ => new List<float>(block.Rows))];

    /// <summary>Reads all lines.</summary>
    /// <exception cref="InvalidDatasetException">A value is missing or too large, or positions do not rise or fall strictly.</exception>
    public void Read()
    {
        Dictionary<int, List<double>> positions = _axes.ToDictionary(axis => axis, _ => new List<double>(block.Rows));
        Dictionary<int, int> ended = [];
        double[] at = new double[block.Columns];
        float[] values = new float[traces.Count];
        char point = NumberLine.PointOf(block.Separator);
        foreach (TextLine line in block.Lines)
        {
            ReadCells(line, point, at, values);
            foreach (int axis in _axes)
            {
                List<double> own = positions[axis];
                bool isThere = !double.IsNaN(at[axis]);
                if (isThere && ended.TryGetValue(axis, out int end))
                    throw Error(line, axis, "a position", $"none, as in line {end} and the lines behind it");
                if (isThere) own.Add(Checked(line, axis, own, at[axis]));
                else if (own.Count > 0) ended.TryAdd(axis, line.Number); // of other spectra there is more
            }
            for (int s = 0; s < traces.Count; s++)
            {
                bool isThere = !double.IsNaN(at[traces[s].Axis]);
                if (isThere && float.IsNaN(values[s])) throw Error(line, traces[s].Column, "nothing", "a number");
                if (!isThere && !float.IsNaN(values[s]) && traces[s].Axis == 0)
                    throw Error(line, traces[s].Axis, "nothing", "a position of the axis");
                if (isThere) Values[s].Add(values[s]);
            }
        }
        Positions = [.. traces.Select(trace => positions[trace.Axis])];
        foreach (int axis in _axes) CheckStart(axis, positions[axis]);
    }

    private void ReadCells(TextLine line, char point, double[] at, float[] values)
    {
        int column = 0;
        Array.Fill(at, double.NaN);
        Array.Fill(values, float.NaN);
        foreach (ReadOnlySpan<char> cell in new LineCells(line.Text, block.Separator))
        {
            if (column >= block.Columns) break;
            if (_isPosition[column]) _ = NumberLine.TryNumber(cell, point, out at[column]);
            if (_spectrum[column] is >= 0 and var s && !cell.IsEmpty && !DecimalNumber.TryParse(cell, point, out values[s]))
                throw Error(line, column, $"'{cell}'", "a number of at most 3.4e38 in size, what a 32-bit float holds");
            column++;
        }
    }

    private double Checked(TextLine line, int axis, List<double> before, double position)
    {
        int step = before.Count == 0 ? 0 : Math.Sign(position - before[^1]);
        if (before.Count > 0 && (step == 0 || before.Count > 1 && step != Math.Sign(before[1] - before[0])))
            throw Error(line, axis, FormattableString.Invariant($"position {position} after {before[^1]}"),
                "strictly ascending or strictly descending positions. Where detectors overlap, let the instrument's program join them");
        return position;
    }

    /// <summary>A line of two settings right above the numbers would pass for the first position.</summary>
    private void CheckStart(int axis, List<double> positions)
    {
        if (positions.Count < 3)
            throw Error(block.First, axis, $"{positions.Count} positions", "three or more");
        double first = Math.Abs(positions[1] - positions[0]), second = Math.Abs(positions[2] - positions[1]);
        if (first > LongestFirstStep * second)
            throw Error(block.First, axis, FormattableString.Invariant($"position {positions[0]} before {positions[1]} and {positions[2]}"),
                "steps of one size. If the line is none of the spectrum's, remove it");
    }

    private InvalidDatasetException Error(TextLine line, int column, string found, string expected) => new(
        FormattableString.Invariant($"{file.Name}, line {line.Number}, column {column + 1}: found ") + $"{found}; expected {expected}.");
}
