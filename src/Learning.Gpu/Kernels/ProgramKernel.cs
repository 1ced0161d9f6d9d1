using IonSweep.Learning.Gpu.Programs;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>Runs a program for the batch at hand, operation after operation.</summary>
internal static class ProgramKernel
{
    /// <param name="w">The thread.</param>
    /// <param name="first">First operation.</param>
    /// <param name="count">Operations.</param>
    public static void Run(Worker w, int first, int count)
    {
        for (int op = first; op < first + count; op++)
        {
            int at = op * Op.Size;
            int input = w.Memory.Program[at + 1], output = w.Memory.Program[at + 2], weights = w.Parameters + w.Memory.Program[at + 3];
            int inputs = w.Memory.Program[at + 4], columns = w.Memory.Program[at + 5], used = w.Memory.Program[at + 6];
            int activation = w.Memory.Program[at + 7], third = w.Memory.Program[at + 8], fourth = w.Memory.Program[at + 9];
            int stride = w.Memory.Program[at + 10], positions = w.Memory.Program[at + 11], step = w.Memory.Program[at + 12];
            BatchRows rows = new()
            {
                Place = input,
                Stride = stride,
                Positions = positions,
                Step = step,
                Count = w.Count * positions,
            };
            switch (w.Memory.Program[at])
            {
                case (int)OpCode.Forward:
                    Product.Run<ForwardProduct, Float4>(w, new ForwardProduct
                    {
                        Input = rows,
                        Output = output,
                        Layer = weights,
                        Inputs = inputs,
                        LayerColumns = columns,
                        Outputs = used,
                        Activation = activation,
                        Derivative = third,
                    });
                    break;
                case (int)OpCode.InputDelta:
                    Product.Run<InputDeltaProduct, InputDeltaProduct.Nothing>(w, new InputDeltaProduct
                    {
                        Delta = BatchRows.Of(input, columns, w.Count),
                        Output = output,
                        Layer = weights,
                        Inputs = inputs,
                        LayerColumns = columns,
                        Used = used,
                        Activation = activation,
                        Below = third,
                    });
                    break;
                case (int)OpCode.Update:
                    Product.Run<GradientProduct, GradientProduct.Tile>(w, new GradientProduct
                    {
                        Input = rows,
                        Delta = BatchRows.Of(output, columns, rows.Count),
                        Layer = weights,
                        Inputs = inputs,
                        LayerColumns = columns,
                    });
                    DenseOps.UpdateBias(w, output, rows.Count, weights, inputs, columns);
                    break;
                case (int)OpCode.ConvolutionDelta:
                    Product.Run<ConvolutionDeltaProduct, InputDeltaProduct.Nothing>(w, new ConvolutionDeltaProduct
                    {
                        Delta = input,
                        Below = output,
                        Layer = weights,
                        Inputs = inputs,
                        Features = columns,
                        Positions = positions,
                        Step = step,
                        Count = w.Count,
                    });
                    break;
                case (int)OpCode.Sigmoid:
                    DenseOps.Sigmoid(w, input, output, columns, stride);
                    break;
                case (int)OpCode.TargetErrors:
                    DenseOps.TargetErrors(w, input, output, columns, stride);
                    break;
                case (int)OpCode.TaskErrors:
                    TaskOps.Errors(w, input, output, stride, columns, used, weights, third, fourth);
                    break;
                case (int)OpCode.PadSpectra:
                    SpectrumOps.Pad(w, output, columns, used, stride);
                    break;
                case (int)OpCode.Pool:
                    SpectrumOps.Pool(w, input, output, positions, inputs, columns);
                    break;
                case (int)OpCode.PoolDelta:
                    SpectrumOps.PoolDelta(w, input, output, positions, inputs, columns);
                    break;
                case (int)OpCode.Noise:
                    LatentOps.Noise(w, output, columns);
                    break;
                case (int)OpCode.SampleLatents:
                    LatentOps.Sample(w, input, third, output, fourth, columns, stride);
                    break;
                case (int)OpCode.SpectrumErrors:
                    LatentOps.SpectrumErrors(w, output, fourth, columns);
                    break;
                case (int)OpCode.SumChains:
                    LatentOps.SumChains(w, input, output);
                    break;
                case (int)OpCode.LatentDelta:
                    LatentOps.Delta(w, input, third, fourth, output, columns, stride);
                    break;
            }
            w.Barrier();
        }
    }
}
