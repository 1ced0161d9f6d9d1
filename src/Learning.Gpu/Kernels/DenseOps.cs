using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>Operations of dense layers beside their products.</summary>
internal static class DenseOps
{
    /// <summary>
    /// Biases step along Σ_b δ[b, n], b ascending from zero: additions, not multiply-adds.
    /// </summary>
    public static void UpdateBias(Worker w, int delta, int rows, int layer, int inputs, int columns)
    {
        for (int n = w.Thread; n < columns; n += w.Threads)
        {
            float sum = 0f;
            for (int b = 0; b < rows; b++) sum = Rounded.Add(sum, w.Memory.Floats[w.Workspace + delta + b * columns + n]);
            Step(w, layer + DenseLayout.Bias(inputs, columns) + n, sum);
        }
    }

    /// <summary>A step of one parameter.</summary>
    public static void Step(Worker w, int at, float gradient)
    {
        AdamState state = new()
        {
            Parameter = w.Memory.Floats[at],
            First = w.Memory.Floats[at + w.ParameterCount],
            Second = w.Memory.Floats[at + 2 * w.ParameterCount],
        };
        state = Adam.Update(state, gradient, w.Step[0]);
        w.Memory.Floats[at] = state.Parameter;
        w.Memory.Floats[at + w.ParameterCount] = state.First;
        w.Memory.Floats[at + 2 * w.ParameterCount] = state.Second;
    }

    /// <summary>a = σ(z) of rows <paramref name="stride"/> apart; zero past <paramref name="columns"/>.</summary>
    public static void Sigmoid(Worker w, int input, int output, int columns, int stride)
    {
        for (int i = w.Thread; i < w.Count * stride; i += w.Threads)
            w.Memory.Floats[w.Workspace + output + i] =
                i % stride < columns ? Exponential.Sigmoid(w.Memory.Floats[w.Workspace + input + i]) : 0f;
    }

    /// <summary>
    /// δ = 2/(B·K) · (y − t) of the first K columns, zero past them, and Σ (y − t)² in double precision, rows and columns ascending.
    /// </summary>
    public static void TargetErrors(Worker w, int output, int delta, int outputs, int stride)
    {
        if (w.Scale > 0f)
        {
            float scale = Rounded.Div(2f, Rounded.ToSingle(w.Count * outputs));
            for (int i = w.Thread; i < w.Count * stride; i += w.Threads)
            {
                int column = i % stride;
                w.Memory.Floats[w.Workspace + delta + i] =
                    column < outputs ? Rounded.Mul(Difference(w, output, stride, i / stride, column), scale) : 0f;
            }
        }
        if (w.Thread != 0) return;
        double sum = w.Carry < 0 ? 0.0 : w.Memory.Losses[w.Carry + 1];
        for (int row = 0; row < w.Count; row++)
            for (int column = 0; column < outputs; column++)
            {
                double difference = Rounded.ToDouble(Difference(w, output, stride, row, column));
                sum = Rounded.Add(sum, Rounded.Mul(difference, difference));
            }
        w.Memory.Losses[w.Loss] = 0.0;
        w.Memory.Losses[w.Loss + 1] = sum;
    }

    /// <summary>y − t, t being a value of the row.</summary>
    public static float Difference(Worker w, int output, int stride, int row, int column) => Rounded.Sub(
        w.Memory.Floats[w.Workspace + output + row * stride + column],
        w.Memory.Floats[w.Values + w.Memory.Integers[w.Positions + row] * w.ValuesPerRow + column]);
}
