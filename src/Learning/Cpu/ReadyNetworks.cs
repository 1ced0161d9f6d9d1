using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using IonSweep.Learning.Cpu.Layers;

namespace IonSweep.Learning.Cpu;

/// <summary>
/// Networks in memory that are ready to evaluate weights which were evaluated before: bringing these into the kernels' layout takes longer
/// than a spectrum. They last as long as the weights. Different threads may borrow at once; they share the parameters.
/// </summary>
/// <param name="load">A network of weights.</param>
/// <param name="beside">Another with the same parameters and room of its own for a pass.</param>
internal sealed class ReadyNetworks<TWeights, TNetwork>(Func<TWeights, TNetwork> load, Func<TNetwork, TNetwork> beside)
    where TWeights : class
    where TNetwork : class
{
    private readonly ConditionalWeakTable<TWeights, Shelf> _shelves = new();

    /// <summary>A network for the caller alone until it is returned.</summary>
    public Borrowed Borrow(TWeights weights)
    {
        Shelf shelf = _shelves.GetValue(weights, key => new Shelf(load(key)));
        return shelf.Free.TryTake(out Ready? ready) ? new Borrowed(shelf, ready)
            : new Borrowed(shelf, new Ready(beside(shelf.First)));
    }

    /// <summary>A network that one thread evaluates.</summary>
    internal readonly ref struct Borrowed(Shelf shelf, Ready ready)
    {
        /// <summary>The network.</summary>
        public TNetwork Network => ready.Network;

        /// <summary>Room for the addresses of a pass' rows.</summary>
        public RowAddresses Rows => ready.Rows;

        /// <summary>Others may have it.</summary>
        public void Dispose()
        {
            if (shelf.Free.Count < Environment.ProcessorCount) shelf.Free.Add(ready);
        }
    }

    /// <summary>Networks of equal weights that nobody uses now.</summary>
    internal sealed class Shelf(TNetwork first)
    {
        /// <summary>Whose parameters all share.</summary>
        public TNetwork First => first;

        /// <summary>Those free.</summary>
        public ConcurrentBag<Ready> Free { get; } = [new Ready(first)];
    }

    /// <summary>A network with what a pass needs besides.</summary>
    internal sealed class Ready(TNetwork network)
    {
        /// <summary>The network.</summary>
        public TNetwork Network => network;

        /// <summary>Room for the addresses of a pass' rows.</summary>
        public RowAddresses Rows { get; } = new(Trainee.EvaluationRows);
    }
}
