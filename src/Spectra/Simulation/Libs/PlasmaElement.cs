using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>
/// What Saha's and Boltzmann's equations need of an element. Masses: IUPAC standard atomic weights (2021). Ionisation energies:
/// NIST Atomic Spectra Database. Partition functions: our fits ln U = Σ aₙ (T / 10⁴ K)ⁿ to sums Σ g exp(−E/kT) over that
/// database's levels, from 4,000 to 16,000 K; largest deviation 1.2 % (Mo II), below 0.5 % for Fe, Cr and Ni.
/// </summary>
public sealed class PlasmaElement
{
    private readonly double[] _neutral, _ion;

    private PlasmaElement(string symbol, double mass, double ionizationEnergy, double[] neutral, double[] ion)
    {
        Symbol = symbol;
        AtomicMass = mass;
        IonizationEnergy = ionizationEnergy;
        _neutral = neutral;
        _ion = ion;
    }

    /// <summary>The elements that the simulator knows.</summary>
    public static IReadOnlyList<PlasmaElement> All { get; } =
    [
        new("Fe", 55.845, 7.9025, [2.92095, 0.248, 1.31466, -0.39885, 0.00396], [3.16709, 1.58373, -1.0488, 0.65567, -0.15472]),
        new("Cr", 51.996, 6.7665, [2.15231, -1.70779, 5.52615, -2.99903, 0.53397], [2.30145, -3.60857, 7.98133, -4.7293, 0.97155]),
        new("Mn", 54.938, 7.4340, [2.6317, -4.51844, 7.45587, -3.32178, 0.49398], [2.23491, -1.76893, 3.42898, -1.39059, 0.1742]),
        new("Mo", 95.95, 7.0924, [2.6911, -5.5517, 12.70126, -8.08975, 1.75619], [2.19012, -3.89053, 10.19465, -6.78267, 1.52064]),
        new("Ni", 58.693, 7.6399, [2.9058, 1.86579, -2.45752, 1.86139, -0.4475], [1.62304, 1.58564, 0.04547, -0.42789, 0.13939]),
    ];

    /// <summary>Chemical symbol.</summary>
    public string Symbol { get; }

    /// <summary>In unified atomic mass units.</summary>
    public double AtomicMass { get; }

    /// <summary>Energy from the atom's to the ion's ground level, eV.</summary>
    public double IonizationEnergy { get; }

    /// <summary>The element of this symbol.</summary>
    /// <exception cref="ArgumentException">It is not among those known.</exception>
    public static PlasmaElement Of(string symbol) => All.FirstOrDefault(element => element.Symbol == symbol)
        ?? throw new ArgumentException(
            $"Element '{symbol}' is not known; known are {string.Join(", ", All.Select(element => element.Symbol))}.");

    /// <summary>U(T) of the atom (stage 1) or ion (stage 2); <paramref name="temperature"/> in K, 4,000 to 16,000.</summary>
    public double PartitionFunction(int stage, double temperature)
    {
        double[] fit = stage == 1 ? _neutral : _ion;
        double x = temperature / 1e4, sum = 0;
        for (int n = fit.Length - 1; n >= 0; n--) sum = Math.FusedMultiplyAdd(sum, x, fit[n]);
        return PortableMath.Exp(sum);
    }

    /// <summary>
    /// Share of the element that is in this stage, by Saha's equation n₂ nₑ / n₁ = S T^(3/2) (U₂/U₁) exp(−χ/kT). A second
    /// ionisation stays below 2 % up to 12,000 K at 10¹⁷ cm⁻³ and is left out.
    /// </summary>
    /// <param name="stage">1 or 2.</param>
    /// <param name="temperature">K.</param>
    /// <param name="electronDensity">cm⁻³.</param>
    public double Fraction(int stage, double temperature, double electronDensity)
    {
        double ratio = LibsConstants.Saha * temperature * Math.Sqrt(temperature) / electronDensity
            * PartitionFunction(2, temperature) / PartitionFunction(1, temperature)
            * PortableMath.Exp(-IonizationEnergy / (LibsConstants.Boltzmann * temperature));
        return stage == 1 ? 1 / (1 + ratio) : ratio / (1 + ratio);
    }
}
