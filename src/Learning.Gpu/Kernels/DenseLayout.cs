namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>Where a dense layer's weights lie: as in the trainer <c>cpu</c>, panels of 64 columns, the last one narrower.</summary>
internal static class DenseLayout
{
    private const int PanelWidth = 64;

    /// <summary>Floats from the layer's first to the weight of an input and a column.</summary>
    public static int Weight(int input, int column, int inputs, int columns)
    {
        int first = column / PanelWidth * PanelWidth;
        int width = columns - first < PanelWidth ? columns - first : PanelWidth;
        return first * inputs + input * width + column - first;
    }

    /// <summary>Floats from the layer's first to the bias of column 0.</summary>
    public static int Bias(int inputs, int columns) => inputs * columns;

    /// <summary>A size rounded up to whole lanes of 16.</summary>
    public static int Pad(int size) => (size + 15) / 16 * 16;
}
