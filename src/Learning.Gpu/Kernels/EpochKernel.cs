using ILGPU;
using IonSweep.Learning.Gpu.Arithmetic;
using IonSweep.Learning.Training;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// Trains networks for some epochs without returning to the host. A block of threads takes a network, trains it until it has done its
/// epochs or stopped by its own rule, and takes the next: order of rows, steps, validation, the best epoch's parameters and the stopping
/// rule are all here.
/// </summary>
internal static class EpochKernel
{
    /// <param name="memory">All memory.</param>
    /// <param name="shape">What the networks have in common.</param>
    /// <param name="jobs">Networks.</param>
    public static void Run(DeviceMemory memory, NetworkShape shape, int jobs)
    {
        ArrayView<int> taken = SharedMemory.Allocate<int>(1);
        int side = 1;
        while (side * side < Group.DimX) side++;
        Worker worker = new()
        {
            Memory = memory,
            Shared = SharedMemory.Allocate<Float4>(Worker.SharedQuads),
            Step = SharedMemory.Allocate<AdamConstants>(1),
            Thread = Group.IdxX,
            Threads = Group.DimX,
            Side = side,
            X = Group.IdxX % side,
            Y = Group.IdxX / side,
            ParameterCount = shape.ParameterCount,
            ValuesPerRow = shape.Values,
        };
        while (true)
        {
            worker.Barrier();
            if (worker.Thread == 0) taken[0] = Atomic.Add(ref memory.Jobs[0], 1);
            worker.Barrier();
            int job = taken[0];
            if (job >= jobs) return;
            Train(worker, shape, 1 + job * JobField.Count, 2 * job);
        }
    }

    private static void Train(Worker w, NetworkShape shape, int job, int powers)
    {
        ArrayView<int> jobs = w.Memory.Jobs;
        int rows = jobs[job + JobField.TrainingCount], validation = jobs[job + JobField.ValidationCount];
        int order = jobs[job + JobField.Scratch], losses = jobs[job + JobField.Losses];
        int epoch = jobs[job + JobField.Epoch], next = jobs[job + JobField.NextRow], best = jobs[job + JobField.BestEpoch];
        int end = epoch + jobs[job + JobField.MostEpochs], cap = jobs[job + JobField.EpochCap], patience = jobs[job + JobField.Patience];
        float bestLoss = Interop.IntAsFloat((uint)jobs[job + JobField.BestLoss]);
        double beta1Power = w.Memory.Powers[powers], beta2Power = w.Memory.Powers[powers + 1];
        int wait = jobs[job + JobField.HalvingWait], halvings = jobs[job + JobField.Halvings];
        int since = jobs[job + JobField.WaitingSince];
        double averaging = WeightOps.Averaging(jobs, job), learningRate = WeightOps.Halved(shape.LearningRate, halvings);
        int steps = Parts(rows, shape.BatchSize), parts = Parts(validation, shape.ValidationRows);
        StreamWords batchOrder = Stream(jobs, job + JobField.BatchOrder);
        w.Parameters = jobs[job + JobField.Parameters];
        w.Workspace = jobs[job + JobField.Workspace];
        w.Rows = order + 2 * rows;
        w.Positions = w.Rows + (shape.BatchSize > shape.ValidationRows ? shape.BatchSize : shape.ValidationRows);
        bool finite = true;
        while (epoch < end && epoch < cap && epoch - best < patience && finite)
        {
            RowOrder.Fill(w, batchOrder, epoch, order, rows);

            w.Values = jobs[job + JobField.TrainingValues];
            w.Noise = Stream(jobs, job + JobField.TrainingNoise);
            w.FirstNoiseRow = (ulong)epoch * (ulong)rows;
            w.Carry = -1;
            while (next < rows)
            {
                w.Count = rows - next < shape.BatchSize ? rows - next : shape.BatchSize;
                w.Loss = losses + 2 * (next / shape.BatchSize);
                w.Scale = Rounded.Div(1f, Rounded.ToSingle(w.Count));
                beta1Power = Rounded.Mul(beta1Power, shape.Beta1);
                beta2Power = Rounded.Mul(beta2Power, shape.Beta2);
                if (w.Thread == 0)
                    w.Step[0] = Adam.Constants(learningRate, shape.Beta1, shape.Beta2, shape.Epsilon, beta1Power, beta2Power);
                int places = jobs[job + JobField.TrainingRows];
                for (int i = w.Thread; i < w.Count; i += w.Threads)
                {
                    int position = w.Memory.Integers[order + next + i];
                    w.Memory.Integers[w.Positions + i] = position;
                    w.Memory.Integers[w.Rows + i] = w.Memory.Integers[places + position];
                }
                w.Barrier();
                ProgramKernel.Run(w, 0, shape.TrainingOps);
                next += w.Count;
            }
            next = 0;
            if (averaging > 0.0)
            {
                WeightOps.AddToAverage(w, averaging, epoch);
                WeightOps.ExchangeAverage(w);
                w.Barrier();
            }

            w.Values = jobs[job + JobField.ValidationValues];
            w.Noise = Stream(jobs, job + JobField.ValidationNoise);
            w.FirstNoiseRow = 0;
            w.Scale = 0f;
            for (int part = 0; part < parts; part++)
            {
                int first = part * shape.ValidationRows, places = jobs[job + JobField.ValidationRows];
                w.Count = validation - first < shape.ValidationRows ? validation - first : shape.ValidationRows;
                w.Loss = losses + 2 * (steps + part);
                w.Carry = part == 0 ? -1 : w.Loss - 2;
                for (int i = w.Thread; i < w.Count; i += w.Threads)
                {
                    w.Memory.Integers[w.Positions + i] = first + i;
                    w.Memory.Integers[w.Rows + i] = w.Memory.Integers[places + first + i];
                }
                w.Barrier();
                ProgramKernel.Run(w, shape.TrainingOps, shape.ValidationOps);
            }

            float loss = ValidationLoss(w, shape, losses + 2 * steps, parts, validation);
            epoch++;
            losses += 2 * (steps + parts);
            finite = (Interop.FloatAsInt(loss) & 0x7F800000u) != 0x7F800000u;
            bool improved = finite && (best == 0 || loss < bestLoss);
            if (improved)
            {
                best = since = epoch;
                bestLoss = loss;
                int quads = w.ParameterCount / 4;
                for (int i = w.Thread; i < quads; i += w.Threads)
                    w.Memory.Quads[w.Parameters / 4 + 3 * quads + i] = w.Memory.Quads[w.Parameters / 4 + i];
            }
            else if (wait > 0 && epoch - since >= wait && halvings < TrainingProgress.MostHalvings)
            {
                halvings++;
                since = epoch;
                learningRate = Rounded.Mul(learningRate, 0.5);
            }
            if (averaging > 0.0) WeightOps.ExchangeAverage(w); // each thread its own quads, also of the copy above
            w.Barrier();
        }
        if (w.Thread != 0) return;
        jobs[job + JobField.Epoch] = epoch;
        jobs[job + JobField.NextRow] = next;
        jobs[job + JobField.BestEpoch] = best;
        jobs[job + JobField.Halvings] = halvings;
        jobs[job + JobField.WaitingSince] = since;
        jobs[job + JobField.BestLoss] = (int)Interop.FloatAsInt(bestLoss);
        w.Memory.Powers[powers] = beta1Power;
        w.Memory.Powers[powers + 1] = beta2Power;
    }

    // Parts of a network with targets go on from each other; a VAE's are summed here.
    private static float ValidationLoss(Worker w, NetworkShape shape, int losses, int parts, int rows)
    {
        if (shape.Targets > 0)
        {
            double all = Rounded.Mul(Rounded.ToDouble(rows), Rounded.ToDouble(shape.Targets));
            return Rounded.ToSingle(Rounded.Div(w.Memory.Losses[losses + 2 * (parts - 1) + 1], all));
        }
        double sum = 0.0;
        for (int part = 0; part < parts; part++)
            sum = Rounded.Add(sum, Rounded.Add(w.Memory.Losses[losses + 2 * part], w.Memory.Losses[losses + 2 * part + 1]));
        return Rounded.ToSingle(Rounded.Div(sum, Rounded.ToDouble(rows)));
    }

    private static int Parts(int rows, int size) => (rows + size - 1) / size;

    private static StreamWords Stream(ArrayView<int> jobs, int at) => new()
    {
        KeyLow = (uint)jobs[at],
        KeyHigh = (uint)jobs[at + 1],
        DomainLow = (uint)jobs[at + 2],
        DomainHigh = (uint)jobs[at + 3],
    };
}
