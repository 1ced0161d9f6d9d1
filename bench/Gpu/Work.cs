using IonSweep.Learning.Networks;

namespace IonSweep.Gpu.Bench;

/// <summary>What an epoch of one of the paper's networks takes, by arithmetic.</summary>
/// <param name="Layers">First to last.</param>
/// <param name="Rows">Training rows.</param>
/// <param name="Validation">Validation rows.</param>
/// <param name="BatchSize">Rows of a step.</param>
internal sealed record Work(IReadOnlyList<WorkLayer> Layers, int Rows, int Validation, int BatchSize = 64)
{
    private const int Tile = 64, ValidationPart = 60;

    /// <summary>911–64–16–1.</summary>
    public static Work Mlp(bool augmented) => new([new(911, 64, Back: false), new(64, 16), new(16, 1)], augmented ? 5240 : 2620, 749);

    /// <summary>911–256–2×91, 91–91–256–911, or with 8 conditions.</summary>
    public static Work Vae(bool conditioned)
    {
        int inputs = conditioned ? 99 : 91;
        return new(
            [new(911, 256, Back: false), new(256, 182), new(inputs, inputs), new(inputs, 256), new(256, 911)], 2620, 749);
    }

    /// <summary>The multitask network: 8 ions and 7 quantities of 911 channels.</summary>
    public static Work Cnn()
    {
        CnnArchitecture network = new(911, 8, 7);
        return new(
            [
                .. network.Convolutions.Select((shape, i) => new WorkLayer(
                    shape.Kernel * network.InputFeatures(i), shape.Features, Back: i > 0, network.Positions[i],
                    shape.Stride * network.InputFeatures(i))),
                new(network.Flattened, network.Hidden), new(network.Hidden, network.Targets + network.Auxiliary),
            ],
            2620, 749, BatchSize: 32);
    }

    /// <summary>Steps of an epoch.</summary>
    public int Steps => (Rows + BatchSize - 1) / BatchSize;

    /// <summary>Weights and biases.</summary>
    public long Parameters => Layers.Sum(layer => (layer.Inputs + 1L) * layer.Outputs);

    /// <summary>Floating-point operations of an epoch's matrix products: a multiply-add is two.</summary>
    public double Operations => 2.0 * Layers.Sum(layer => (double)layer.Inputs * layer.Outputs * layer.Positions
        * (Rows * (layer.Back ? 3 : 2) + Validation));

    /// <summary>Of a training step's tiles of 64 × 64, the share whose elements are needed.</summary>
    public double Fill
    {
        get
        {
            double needed = 0, computed = 0;
            void Add(double rows, double columns, double depth)
            {
                needed += rows * columns * depth;
                computed += Math.Ceiling(rows / Tile) * Tile * Math.Ceiling(columns / Tile) * Tile * depth;
            }
            foreach (WorkLayer layer in Layers)
            {
                int windows = BatchSize * layer.Positions, step = layer.Step == 0 ? layer.Inputs : layer.Step;
                int overlap = layer.Inputs / step;
                Add(windows, layer.Outputs, layer.Inputs);
                Add(layer.Inputs, layer.Outputs, windows);
                if (layer.Back) Add(BatchSize * (layer.Positions + overlap - 1), step, overlap * layer.Outputs);
            }
            return needed / computed;
        }
    }

    /// <summary>
    /// Bytes of an epoch that must come from beyond a multiprocessor: in a step parameters and moments are read and written, and read once
    /// more for the forward pass; spectra are read twice; in validation weights once for 60 rows, spectra once. Activations of convolutions
    /// too, which are many: in training they are written, read by the next layer and by its gradient, their derivatives written, read and
    /// replaced by deltas, which are read twice; in validation written and read.
    /// </summary>
    public double Bytes => 4.0 * (Steps * 7.0 * Parameters + 2.0 * Rows * 912
        + Math.Ceiling(Validation / (double)ValidationPart) * Parameters + Validation * 912.0
        + (8.0 * Rows + 2.0 * Validation) * Layers.Where(layer => layer.Step > 0).Sum(layer => (double)layer.Positions * layer.Outputs));
}

/// <summary>One layer.</summary>
/// <param name="Inputs">Inputs, of a convolution those of one window.</param>
/// <param name="Outputs">Outputs.</param>
/// <param name="Back">Deltas go back through it.</param>
/// <param name="Positions">Windows of a row.</param>
/// <param name="Step">Floats from one window to the next; 0 for a dense layer.</param>
internal sealed record WorkLayer(int Inputs, int Outputs, bool Back = true, int Positions = 1, int Step = 0);
