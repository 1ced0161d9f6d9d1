using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// The loss of a multitask network, as the trainer <c>cpu</c> computes it (<see cref="Learning.Cpu.Cnn.CnnTrainee"/> has the mathematics).
/// Task 0 is the targets together, each further one an auxiliary quantity.
/// </summary>
internal static class TaskOps
{
    /// <summary>
    /// δ of the outputs, zero past them; the whole loss, then Σ (y − t)² of the targets; a step of the log variances. A task's squared
    /// errors are summed by one thread, rows ascending, in double precision.
    /// </summary>
    /// <param name="w">The thread.</param>
    /// <param name="output">y.</param>
    /// <param name="delta">Receives δ.</param>
    /// <param name="stride">Floats from one row to the next of both.</param>
    /// <param name="targets">Targets; the other values of a row are auxiliary quantities.</param>
    /// <param name="tasks">Tasks.</param>
    /// <param name="logVariances">Log variances among the parameters, changed.</param>
    /// <param name="scales">Room for one float a task.</param>
    /// <param name="terms">Room for one double a task.</param>
    public static void Errors(
        Worker w, int output, int delta, int stride, int targets, int tasks, int logVariances, int scales, int terms)
    {
        for (int task = w.Thread; task < tasks; task += w.Threads)
        {
            int first = task == 0 ? 0 : targets + task - 1, outputs = task == 0 ? targets : 1;
            double sum = 0.0;
            for (int row = 0; row < w.Count; row++)
                for (int column = first; column < first + outputs; column++)
                {
                    double difference = Rounded.ToDouble(DenseOps.Difference(w, output, stride, row, column));
                    sum = Rounded.Add(sum, Rounded.Mul(difference, difference));
                }
            int at = logVariances + task;
            double logVariance = Rounded.ToDouble(w.Memory.Floats[at]), precision = DoubleExponential.Exp(-logVariance);
            double count = Rounded.ToDouble(w.Count), half = Rounded.Mul(0.5, Rounded.ToDouble(outputs));
            double weighted = Rounded.Mul(precision, Rounded.Div(sum, Rounded.Mul(count, Rounded.ToDouble(outputs))));
            w.Memory.Doubles[(w.Workspace + terms) / 2 + task] = Rounded.Mul(half, Rounded.Add(weighted, logVariance));
            w.Memory.Floats[w.Workspace + scales + task] = Rounded.ToSingle(Rounded.Div(precision, count));
            DenseOps.Step(w, at, Rounded.ToSingle(Rounded.Mul(half, Rounded.Sub(1.0, weighted))));
            if (task == 0) w.Memory.Losses[w.Loss + 1] = sum;
        }
        w.Barrier();
        for (int i = w.Thread; i < w.Count * stride; i += w.Threads)
        {
            int row = i / stride, column = i - row * stride, task = column < targets ? 0 : column - targets + 1;
            w.Memory.Floats[w.Workspace + delta + i] = column < w.ValuesPerRow
                ? Rounded.Mul(DenseOps.Difference(w, output, stride, row, column), w.Memory.Floats[w.Workspace + scales + task])
                : 0f;
        }
        if (w.Thread != 0) return;
        double loss = 0.0;
        for (int task = 0; task < tasks; task++) loss = Rounded.Add(loss, w.Memory.Doubles[(w.Workspace + terms) / 2 + task]);
        w.Memory.Losses[w.Loss] = loss;
    }
}
