using IonSweep.Learning.Tasks;
using IonSweep.Learning.Training;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace IonSweep.Torch.Bench;

/// <summary>
/// One regression network trained one by one as TorchSharp's examples do: a module, its loss and its Adam. What grouping is compared with.
/// </summary>
internal static class PlainNetwork
{
    public static void Train(MlpTask task, Device device, Action epochCompleted, CancellationToken cancellation)
    {
        IReadOnlyList<int> sizes = task.Architecture.Sizes;
        using Sequential network = nn.Sequential(
            nn.Linear(sizes[0], sizes[1]), nn.Sigmoid(), nn.Linear(sizes[1], sizes[2]), nn.Sigmoid(), nn.Linear(sizes[2], sizes[3]));
        network.to(device);
        using optim.Optimizer adam = optim.Adam(network.parameters(), task.Options.LearningRate);
        using MSELoss loss = nn.MSELoss();
        using Tensor spectra = Rows(task.Training, device), targets = tensor(
            task.TrainingTargets, [task.Training.Count, 1], device: device);
        using Tensor validation = Rows(task.Validation, device), validationTargets = tensor(
            task.ValidationTargets, [task.Validation.Count, 1], device: device);
        int[] order = new int[task.Training.Count];
        for (ulong epoch = 0; !cancellation.IsCancellationRequested; epoch++)
        {
            using DisposeScope whole = NewDisposeScope();
            Spectra.Streams.Permutation.Fill(task.BatchOrder, epoch, order);
            Tensor rows = tensor(Array.ConvertAll(order, row => (long)row), device: device);
            for (int first = 0; first < order.Length; first += task.Options.BatchSize)
            {
                using DisposeScope scope = NewDisposeScope();
                Tensor batch = rows.narrow(0, first, Math.Min(task.Options.BatchSize, order.Length - first));
                adam.zero_grad();
                loss.forward(network.forward(spectra.index_select(0, batch)), targets.index_select(0, batch)).backward();
                adam.step();
            }
            using (no_grad()) _ = loss.forward(network.forward(validation), validationTargets).item<float>();
            epochCompleted();
        }
    }

    private static Tensor Rows(Learning.RowSet rows, Device device)
    {
        float[] values = new float[rows.Count * rows.Columns];
        for (int row = 0; row < rows.Count; row++) rows.Row(row).CopyTo(values.AsSpan(row * rows.Columns));
        return tensor(values, [rows.Count, rows.Columns], device: device);
    }
}
