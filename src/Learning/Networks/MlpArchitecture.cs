using System.Globalization;

namespace IonSweep.Learning.Networks;

/// <summary>A fully connected regression network: sigmoid hidden layers, linear output (source A: 911–64–16–1).</summary>
public sealed record MlpArchitecture
{
    /// <param name="inputs">Channels of a spectrum.</param>
    /// <param name="hidden">Neurons of each hidden layer, first to last; at least one layer.</param>
    /// <param name="outputs">Targets predicted at once.</param>
    public MlpArchitecture(int inputs, IEnumerable<int> hidden, int outputs)
    {
        Sizes = [inputs, .. hidden, outputs];
        if (Sizes.Count < 3 || Sizes.Any(size => size < 1))
            throw new ArgumentException(
                $"A regression network needs at least one hidden layer and sizes of 1 or more; got {string.Join('–', Sizes)}.");
        Slug = "mlp-" + string.Join('-', Sizes.Select(size => size.ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>Neurons of every layer from the inputs to the outputs.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>Channels of a spectrum.</summary>
    public int Inputs => Sizes[0];

    /// <summary>Targets predicted at once.</summary>
    public int Outputs => Sizes[^1];

    /// <summary>E.g. <c>mlp-911-64-16-1</c>; equal for equal architectures.</summary>
    public string Slug { get; }

    /// <inheritdoc/>
    public bool Equals(MlpArchitecture? other) => other is not null && Slug == other.Slug;

    /// <inheritdoc/>
    public override int GetHashCode() => Slug.GetHashCode(StringComparison.Ordinal);
}
