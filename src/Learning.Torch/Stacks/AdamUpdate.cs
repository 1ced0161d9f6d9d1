using IonSweep.Learning.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace IonSweep.Learning.Torch.Stacks;

/// <summary>
/// Adam over a stack's flat buffers at once, S bundles × columns; step size and ε are each bundle's own:
/// <code>
/// m ← β₁·m + (1−β₁)·g      v ← β₂·v + (1−β₂)·g²
/// p ← p − s · m / (√v + ε')      s = α·√(1−β₂ᵗ) / (1−β₁ᵗ)      ε' = ε·√(1−β₂ᵗ)
/// </code>
/// Where the number of operations counts, 6 of them take the whole buffers. On a CPU blocks that stay in the core's cache are taken
/// through all operations one after the other.
/// </summary>
internal sealed class AdamUpdate : IDisposable
{
    private const int BlockSize = 1 << 15; // floats: four buffers and a scratch of 128 KiB each

    private readonly Scalar _beta1, _beta2, _rest1, _rest2, _one = 1f, _minusOne = -1f;
    private readonly Tensor _weight1; // 1 − β₁
    private readonly Block[] _blocks;
    private readonly bool _whole;

    /// <param name="options">α, β₁, β₂, ε.</param>
    /// <param name="place">Whether buffers are taken whole.</param>
    /// <param name="values">p.</param>
    /// <param name="first">m.</param>
    /// <param name="second">v.</param>
    /// <param name="gradient">g.</param>
    public AdamUpdate(TrainingOptions options, Place place, Tensor values, Tensor first, Tensor second, Tensor gradient)
    {
        (_beta1, _beta2, _rest1, _rest2) = ((float)options.Beta1, (float)options.Beta2, (float)(1 - options.Beta1),
            (float)(1 - options.Beta2));
        _weight1 = tensor((float)(1 - options.Beta1), device: place.Device).DetachFromDisposeScope();
        _whole = place.IsLaunchBound;
        if (_whole)
        {
            _blocks = [new Block(0, values.alias().DetachFromDisposeScope(), first.alias().DetachFromDisposeScope(),
                second.alias().DetachFromDisposeScope(), gradient.alias().DetachFromDisposeScope())];
            return;
        }
        List<Block> blocks = [];
        long columns = values.shape[1];
        for (int bundle = 0; bundle < values.shape[0]; bundle++)
            for (long start = 0; start < columns; start += BlockSize)
            {
                long length = Math.Min(BlockSize, columns - start);
                Tensor Part(Tensor whole)
                {
                    using Tensor row = whole.select(0, bundle);
                    return row.narrow(0, start, length).DetachFromDisposeScope();
                }
                blocks.Add(new Block(bundle, Part(values), Part(first), Part(second), Part(gradient)));
            }
        _blocks = [.. blocks];
    }

    /// <summary>One step. Changes the gradient's buffer too.</summary>
    /// <param name="constants">S × 1 each: ε'/s and 1/s; used for whole buffers.</param>
    /// <param name="stepSizes">s of each bundle; used for blocks.</param>
    /// <param name="epsilons">ε' of each bundle; used for blocks.</param>
    public void Step((Tensor EpsilonOverStep, Tensor InverseStep) constants, ReadOnlySpan<float> stepSizes, ReadOnlySpan<float> epsilons)
    {
        foreach (Block block in _blocks)
        {
            if (_whole) block.First.lerp_(block.Gradient, _weight1);
            else block.First.mul_(_beta1).add_(block.Gradient, _rest1);
            block.Second.mul_(_beta2).addcmul_(block.Gradient, block.Gradient, _rest2);
            using Tensor root = block.Second.sqrt();
            if (_whole)
            {
                using Tensor divisor = constants.EpsilonOverStep.addcmul(root, constants.InverseStep, _one); // (√v + ε')/s
                block.Values.addcdiv_(block.First, divisor, _minusOne);
            }
            else
            {
                using Scalar epsilon = epsilons[block.Bundle], minusStep = -stepSizes[block.Bundle];
                block.Values.addcdiv_(block.First, root.add_(epsilon), minusStep);
            }
        }
    }

    public void Dispose()
    {
        _weight1.Dispose();
        foreach (Block block in _blocks) block.Dispose();
    }

    private sealed record Block(int Bundle, Tensor Values, Tensor First, Tensor Second, Tensor Gradient) : IDisposable
    {
        public void Dispose()
        {
            Values.Dispose();
            First.Dispose();
            Second.Dispose();
            Gradient.Dispose();
        }
    }
}
