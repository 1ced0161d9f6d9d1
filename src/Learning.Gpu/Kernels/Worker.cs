using ILGPU;
using IonSweep.Learning.Gpu.Arithmetic;

namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// One thread of a block as it works on a network: its place in the block, the block's shared memory, and the batch at hand.
/// </summary>
internal struct Worker
{
    /// <summary>Depth of the tiles that products keep in shared memory.</summary>
    public const int TileDepth = 16;

    /// <summary>Most threads along each side of a block: 16, of which each keeps a tile of 4 × 4 in registers.</summary>
    public const int MostSide = 16;

    /// <summary>Quads of one tile in shared memory; one more than it needs keeps threads out of each other's banks.</summary>
    public const int TileQuads = TileDepth * (MostSide + 1);

    /// <summary>Quads of shared memory: two tiles of each factor, and room for an order of rows in their place.</summary>
    public const int SharedQuads = 2560;

    /// <summary>Integers that fit there.</summary>
    public const int SharedIntegers = 4 * SharedQuads;

    public DeviceMemory Memory;
    public ArrayView<Float4> Shared;
    public ArrayView<AdamConstants> Step;

    /// <summary>This thread of how many; a square of side × side.</summary>
    public int Thread, Threads, Side, X, Y;

    /// <summary>First float of parameters and workspace of the network.</summary>
    public int Parameters, Workspace;

    /// <summary>Floats of the parameters.</summary>
    public int ParameterCount;

    /// <summary>First integer of the batch's rows' places, then of their positions.</summary>
    public int Rows, Positions;

    /// <summary>Rows of the batch.</summary>
    public int Count;

    /// <summary>First float of what belongs to the rows; values a row.</summary>
    public int Values, ValuesPerRow;

    /// <summary>Where the batch's losses go; from where a running sum goes on, −1 from 0.</summary>
    public int Loss, Carry;

    /// <summary>1/rows in training, 0 in validation; the loss of a batch is multiplied by it.</summary>
    public float Scale;

    /// <summary>Row of the noise's stream that position 0 has; noise's stream.</summary>
    public ulong FirstNoiseRow;
    public StreamWords Noise;

    /// <summary>All threads of the block have come here, and see what the others wrote.</summary>
    public readonly void Barrier()
    {
        if (Threads > 1) Group.Barrier();
    }

    /// <summary>First float of a row of a place in the workspace, or of a spectrum of the batch.</summary>
    public readonly int Row(int place, int stride, int row) =>
        place == Programs.Op.Spectra ? Memory.Integers[Rows + row] : Workspace + place + row * stride;
}
