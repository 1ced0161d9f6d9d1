namespace IonSweep.Spectra.Formulas;

/// <summary>A value that a formula has for each of N spectra: a row of K numbers. What it is inside is the writer's business.</summary>
public abstract class FormulaValue
{
    /// <summary>Numbers for each spectrum, K.</summary>
    public abstract int Columns { get; }
}

/// <summary>
/// Writes down how a prediction is computed, operation by operation, for programs that know nothing of this one (ONNX). Steps, scalings
/// and models say by it what they do; numbers are in double precision. Values of one column, and <see cref="Constant"/>s, are taken for all
/// columns and all spectra of the other.
/// </summary>
public interface IFormulas
{
    /// <summary>The same K numbers for every spectrum.</summary>
    FormulaValue Constant(params double[] values);

    /// <summary>a + b.</summary>
    FormulaValue Add(FormulaValue a, FormulaValue b);

    /// <summary>a − b.</summary>
    FormulaValue Subtract(FormulaValue a, FormulaValue b);

    /// <summary>a · b, number by number.</summary>
    FormulaValue Multiply(FormulaValue a, FormulaValue b);

    /// <summary>a / b, number by number.</summary>
    FormulaValue Divide(FormulaValue a, FormulaValue b);

    /// <summary>√x.</summary>
    FormulaValue SquareRoot(FormulaValue x);

    /// <summary>exp x.</summary>
    FormulaValue Exponential(FormulaValue x);

    /// <summary>1/(1 + exp −x).</summary>
    FormulaValue Logistic(FormulaValue x);

    /// <summary>x rounded to single precision.</summary>
    FormulaValue Rounded(FormulaValue x);

    /// <summary>Where the condition is above 0 the one, else the other.</summary>
    FormulaValue WherePositive(FormulaValue condition, FormulaValue then, FormulaValue otherwise);

    /// <summary>Mean over the columns: one column.</summary>
    FormulaValue Mean(FormulaValue x);

    /// <summary>A x + b: K columns.</summary>
    /// <param name="x">C columns.</param>
    /// <param name="weights">A, K × C, row-major.</param>
    /// <param name="offset">b, K values.</param>
    FormulaValue Linear(FormulaValue x, double[] weights, double[] offset);

    /// <summary>The same linear map of P windows of the columns: P × O columns, window by window.</summary>
    /// <param name="x">C columns.</param>
    /// <param name="windows">P × K numbers of columns, window by window; −1 stands for a zero.</param>
    /// <param name="weights">O × K, row-major.</param>
    /// <param name="offset">O values.</param>
    FormulaValue Windows(FormulaValue x, int[] windows, double[] weights, double[] offset);

    /// <summary>Means of P groups of K columns each: P columns.</summary>
    /// <param name="x">C columns.</param>
    /// <param name="groups">P × K numbers of columns, group by group.</param>
    /// <param name="size">K.</param>
    FormulaValue Means(FormulaValue x, int[] groups, int size);

    /// <summary>
    /// A recurrence along the columns. The step is asked once, with values of one column: the states, then the column of each of the
    /// <paramref name="inputs"/>; it gives the next states and what stands in that column of each output.
    /// </summary>
    /// <param name="inputs">C columns each; values of the spectra or <see cref="Constant"/>s.</param>
    /// <param name="states">Values before the first column.</param>
    /// <param name="backwards">From the last column to the first.</param>
    /// <param name="step">States and inputs to next states and outputs.</param>
    IReadOnlyList<FormulaValue> Recurrence(
        IReadOnlyList<FormulaValue> inputs, IReadOnlyList<double> states, bool backwards,
        Func<IReadOnlyList<FormulaValue>, IReadOnlyList<FormulaValue>,
            (IReadOnlyList<FormulaValue> Next, IReadOnlyList<FormulaValue> Outputs)> step);
}
