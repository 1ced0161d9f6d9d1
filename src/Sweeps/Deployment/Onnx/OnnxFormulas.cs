using IonSweep.Spectra.Formulas;

namespace IonSweep.Sweeps.Deployment.Onnx;

/// <summary>Writes formulas as nodes of a graph: values are [N, K] in double precision.</summary>
internal sealed class OnnxFormulas : IFormulas
{
    private OnnxGraph _graph;

    /// <param name="graph">Receives the nodes.</param>
    public OnnxFormulas(OnnxGraph graph) => _graph = graph;

    /// <summary>Names the value of a node.</summary>
    public static FormulaValue Of(string name, int columns) => new Value(name, columns);

    /// <summary>Writes what is still to be written.</summary>
    /// <returns>Name of the node's output, [N, K].</returns>
    public string NameOf(FormulaValue value)
    {
        Value one = (Value)value;
        if (one.Name is { } name) return name;
        (Value source, double[] weights, double[] offset) = one.Pending!.Value;
        int inputs = source.Columns, outputs = one.Columns;
        string product;
        if (Diagonal(weights, inputs, outputs) is { } diagonal)
            product = Array.TrueForAll(diagonal, factor => factor == 1) ? NameOf(source)
                : _graph.Node("Mul", [NameOf(source), _graph.Constant(diagonal, 1, outputs)]);
        else
        {
            double[] transposed = new double[weights.Length];
            for (int k = 0; k < outputs; k++)
                for (int c = 0; c < inputs; c++) transposed[c * outputs + k] = weights[k * inputs + c];
            product = _graph.Node("MatMul", [NameOf(source), _graph.Constant(transposed, inputs, outputs)]);
        }
        one.Name = Array.TrueForAll(offset, value => value == 0) ? product
            : _graph.Node("Add", [product, _graph.Constant(offset, 1, outputs)]);
        return one.Name;
    }

    public FormulaValue Constant(params double[] values) =>
        new Value(_graph.Constant(values, 1, values.Length), values.Length, isConstant: true);

    public FormulaValue Add(FormulaValue a, FormulaValue b) => Both("Add", a, b);

    public FormulaValue Subtract(FormulaValue a, FormulaValue b) => Both("Sub", a, b);

    public FormulaValue Multiply(FormulaValue a, FormulaValue b) => Both("Mul", a, b);

    public FormulaValue Divide(FormulaValue a, FormulaValue b) => Both("Div", a, b);

    public FormulaValue SquareRoot(FormulaValue x) => new Value(_graph.Node("Sqrt", [NameOf(x)]), x.Columns);

    public FormulaValue Exponential(FormulaValue x) => new Value(_graph.Node("Exp", [NameOf(x)]), x.Columns);

    public FormulaValue Logistic(FormulaValue x) => new Value(_graph.Node("Sigmoid", [NameOf(x)]), x.Columns);

    public FormulaValue Rounded(FormulaValue x) => new Value(
        _graph.Node("Cast", [_graph.Node("Cast", [NameOf(x)], OnnxAttribute.Of("to", (long)OnnxType.Float))],
            OnnxAttribute.Of("to", (long)OnnxType.Double)),
        x.Columns);

    public FormulaValue WherePositive(FormulaValue condition, FormulaValue then, FormulaValue otherwise) => new Value(
        _graph.Node("Where",
            [_graph.Node("Greater", [NameOf(condition), _graph.Constant([0.0], 1, 1)]), NameOf(then), NameOf(otherwise)]),
        Math.Max(condition.Columns, Math.Max(then.Columns, otherwise.Columns)));

    public FormulaValue Mean(FormulaValue x) =>
        new Value(_graph.Node("ReduceMean", [NameOf(x)], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 1L)), 1);

    public FormulaValue Linear(FormulaValue x, double[] weights, double[] offset)
    {
        Value source = (Value)x;
        // A map to fewer numbers, such as coefficients, takes in the linear map before it: no matrix of channels × channels is kept.
        if (source.Pending is not { } inner || offset.Length > source.Columns || source.Columns > inner.Source.Columns)
            return new Value(source, weights, offset);
        int outputs = offset.Length, middle = source.Columns, inputs = inner.Source.Columns;
        double[] both = new double[outputs * inputs], shift = [.. offset];
        if (outputs == middle && Diagonal(weights, middle, outputs) is null && Diagonal(inner.Weights, inputs, middle) is null)
            return new Value(source, weights, offset); // two whole matrices: each may be shared with others
        for (int k = 0; k < outputs; k++)
            for (int m = 0; m < middle; m++)
            {
                double weight = weights[k * middle + m];
                if (weight == 0) continue;
                shift[k] += weight * inner.Offset[m];
                for (int c = 0; c < inputs; c++) both[k * inputs + c] += weight * inner.Weights[m * inputs + c];
            }
        return Linear(inner.Source, both, shift);
    }

    public FormulaValue Windows(FormulaValue x, int[] windows, double[] weights, double[] offset)
    {
        int outputs = offset.Length, width = weights.Length / outputs, positions = windows.Length / width, zeros = x.Columns;
        string source = NameOf(x);
        if (windows.Any(column => column < 0))
            source = _graph.Node("Pad", [source, _graph.Constant([0L, 0, 0, 1], 4)]); // a column of zeros behind the last
        string seen = _graph.Node(
            "Gather",
            [source, _graph.Constant([.. windows.Select(column => (long)(column < 0 ? zeros : column))], positions, width)],
            OnnxAttribute.Of("axis", 1L));
        double[] transposed = new double[weights.Length];
        for (int k = 0; k < outputs; k++)
            for (int c = 0; c < width; c++) transposed[c * outputs + k] = weights[k * width + c];
        string mapped = _graph.Node(
            "Add",
            [_graph.Node("MatMul", [seen, _graph.Constant(transposed, width, outputs)]), _graph.Constant(offset, outputs)]);
        return new Value(
            _graph.Node("Reshape", [mapped, _graph.Constant([0L, positions * outputs], 2)]), positions * outputs);
    }

    public FormulaValue Means(FormulaValue x, int[] groups, int size) => new Value(
        _graph.Node(
            "ReduceMean",
            [
                _graph.Node(
                    "Gather",
                    [NameOf(x), _graph.Constant([.. groups.Select(column => (long)column)], groups.Length / size, size)],
                    OnnxAttribute.Of("axis", 1L)),
            ],
            OnnxAttribute.Of("axes", [2]), OnnxAttribute.Of("keepdims", 0L)),
        groups.Length / size);

    public IReadOnlyList<FormulaValue> Recurrence(
        IReadOnlyList<FormulaValue> inputs, IReadOnlyList<double> states, bool backwards,
        Func<IReadOnlyList<FormulaValue>, IReadOnlyList<FormulaValue>,
            (IReadOnlyList<FormulaValue> Next, IReadOnlyList<FormulaValue> Outputs)> step)
    {
        OnnxGraph outer = _graph, body = new(outer);
        FormulaValue ofSpectra = inputs.First(input => !IsConstant(input));
        string zero = outer.Node(
            "Mul", [outer.Node("ReduceMean", [NameOf(ofSpectra)], OnnxAttribute.Of("axes", [1]), OnnxAttribute.Of("keepdims", 1L)),
                outer.Constant([0.0], 1, 1)]);
        string[] given =
        [
            .. states.Select(value => value == 0 ? zero : outer.Node("Add", [zero, outer.Constant([value], 1, 1)])),
            .. inputs.Select(NameOf),
        ];
        _graph = body;
        FormulaValue[] before = [.. states.Select(_ => Inner(-1, 1))];
        FormulaValue[] at = [.. inputs.Select(input => Column(Inner(IsConstant(input) ? 1 : -1)))];
        (IReadOnlyList<FormulaValue> next, IReadOnlyList<FormulaValue> outputs) = step(before, at);
        foreach (FormulaValue state in next) Give(NameOf(state), -1, 1);
        foreach (FormulaValue output in outputs)
            Give(body.Node("Squeeze", [NameOf(output), body.Constant([1L], 1)]), -1);
        _graph = outer;

        long direction = backwards ? 1 : 0;
        string[] ends = [.. states.Select(_ => outer.NewName())], results = [.. outputs.Select(_ => outer.NewName())];
        outer.Node(
            "Scan", given, [.. ends, .. results], OnnxAttribute.Of("body", body),
            OnnxAttribute.Of("num_scan_inputs", (long)inputs.Count),
            OnnxAttribute.Of("scan_input_axes", [.. inputs.Select(_ => 1L)]),
            OnnxAttribute.Of("scan_input_directions", [.. inputs.Select(_ => direction)]),
            OnnxAttribute.Of("scan_output_axes", [.. outputs.Select(_ => 1L)]),
            OnnxAttribute.Of("scan_output_directions", [.. outputs.Select(_ => direction)]));
        return [.. results.Select(name => new Value(name, ofSpectra.Columns))];

        Value Inner(params int[] shape)
        {
            string name = body.NewName();
            body.Input(name, OnnxType.Double, shape);
            return new Value(name, 1);
        }

        Value Column(Value slice) => new(body.Node("Unsqueeze", [slice.Name!, body.Constant([1L], 1)]), 1);

        // A graph's output may be one of its inputs only by way of a node.
        void Give(string name, params int[] shape)
        {
            string output = body.NewName();
            body.Node("Identity", [name], [output]);
            body.Output(output, OnnxType.Double, shape);
        }
    }

    private Value Both(string operation, FormulaValue a, FormulaValue b) =>
        new(_graph.Node(operation, [NameOf(a), NameOf(b)]), Math.Max(a.Columns, b.Columns), IsConstant(a) && IsConstant(b));

    private static bool IsConstant(FormulaValue value) => ((Value)value).IsConstant;

    /// <summary>The diagonal of a square matrix that has nothing else; null for others.</summary>
    private static double[]? Diagonal(double[] weights, int inputs, int outputs)
    {
        if (inputs != outputs) return null;
        for (int k = 0; k < outputs; k++)
            for (int c = 0; c < inputs; c++)
                if (c != k && weights[k * inputs + c] != 0) return null;
        return [.. Enumerable.Range(0, outputs).Select(k => weights[k * inputs + k])];
    }

    /// <summary>Written under a name, or a linear map of another value that waits for what comes next.</summary>
    private sealed class Value : FormulaValue
    {
        public Value(string name, int columns, bool isConstant = false) => (Name, Columns, IsConstant) = (name, columns, isConstant);

        public Value(Value source, double[] weights, double[] offset) => (Pending, Columns) = ((source, weights, offset), offset.Length);

        public string? Name { get; set; }

        public (Value Source, double[] Weights, double[] Offset)? Pending { get; }

        public override int Columns { get; }

        public bool IsConstant { get; }
    }
}
