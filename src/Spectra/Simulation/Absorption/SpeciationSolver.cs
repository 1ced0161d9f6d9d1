using System.Globalization;
using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>
/// Concentration of every species at equilibrium. Given the free anions, protons and the ionic strength, mass action gives all
/// cations and complexes; the mass balances of the anions, the proton condition and the definition of the ionic strength then
/// correct those four. The step is damped by taking geometric means, which converges for every solution of the design.
/// </summary>
internal static class SpeciationSolver
{
    private const double Tolerance = 1e-12, Ln10 = 2.302585092994046;
    private const int MostSteps = 2000;

    private static readonly double[] Constant = [.. AbsorptionConstants.Associations.Select(a => PortableMath.Exp(a.Log10Constant * Ln10))];
    private static readonly double HydrogenSulfateConstant = PortableMath.Exp(AbsorptionConstants.Log10HydrogenSulfate * Ln10);
    private static readonly double HydrolysisConstant = PortableMath.Exp(AbsorptionConstants.Log10IronHydrolysis * Ln10);

    /// <summary>Half the change of Σz² when each complex forms, negated: the power of the activity factor in its constant.</summary>
    private static readonly int[] Power = [.. AbsorptionConstants.Associations.Select(a =>
        (Square(a.Cation) + a.Anions * Square(a.Anion) - Square(a.Complex)) / 2)];

    /// <summary>Solves one solution.</summary>
    /// <param name="ions">Total concentration of each <see cref="Ion"/>, M.</param>
    /// <returns>Concentration of each <see cref="Species"/>, M.</returns>
    /// <exception cref="InvalidOperationException">No convergence; names the concentrations.</exception>
    public static double[] Solve(ReadOnlySpan<double> ions)
    {
        double totalSulfate = ions[(int)Ion.Sulfate], totalNitrate = ions[(int)Ion.Nitrate];
        double[] c = new double[AbsorptionConstants.Charge.Length];
        double sulfate = totalSulfate, nitrate = totalNitrate, strength = 0;
        double proton = ions[(int)Ion.Iron] > 0 ? Math.Sqrt(HydrolysisConstant * ions[(int)Ion.Iron]) : 0;
        for (int i = 0; i < (int)Ion.Sulfate; i++)
            strength += 0.5 * AbsorptionConstants.Charge[i] * AbsorptionConstants.Charge[i] * ions[i];
        strength += 0.5 * totalNitrate + 2 * totalSulfate;

        double[] constant = new double[Constant.Length];
        for (int step = 0; step < MostSteps; step++)
        {
            // γ of charge z is f^(z²/2): f = 10^(−2D), D the Debye–Hückel term of charge 1.
            double root = Math.Sqrt(strength);
            double f = PortableMath.Exp(
                -2 * Ln10 * AbsorptionConstants.DebyeHueckelSlope * root / (1 + AbsorptionConstants.DebyeHueckelSize * root));
            for (int a = 0; a < constant.Length; a++) constant[a] = Constant[a] * IntegerPower(f, Power[a]);
            double hydrogenSulfate = HydrogenSulfateConstant * f * f, hydrolysis = HydrolysisConstant * f * f; // Σz² changes by 4 in both

            FillSpecies(c, ions, constant, sulfate, nitrate, proton, hydrolysis, hydrogenSulfate);

            double sulfateBound = c[(int)Species.HydrogenSulfate], nitrateBound = 0;
            for (int a = 0; a < constant.Length; a++)
            {
                Association association = AbsorptionConstants.Associations[a];
                double bound = association.Anions * c[(int)association.Complex];
                if (association.Anion == Species.Sulfate) sulfateBound += bound;
                else nitrateBound += bound;
            }
            double nextSulfate = sulfate > 0 ? Math.Sqrt(sulfate * totalSulfate / (1 + sulfateBound / sulfate)) : 0;
            double nextNitrate = nitrate > 0 ? Math.Sqrt(nitrate * totalNitrate / (1 + nitrateBound / nitrate)) : 0;
            // Protons come from hydrolysis alone: H + HSO4 = FeOH.
            double nextProton = proton > 0
                ? Math.Sqrt(proton * Math.Sqrt(hydrolysis * c[(int)Species.Iron] / (1 + hydrogenSulfate * sulfate)))
                : 0;
            double nextStrength = 0;
            for (int s = 0; s < c.Length; s++) nextStrength += 0.5 * AbsorptionConstants.Charge[s] * AbsorptionConstants.Charge[s] * c[s];
            nextStrength = Math.Sqrt(strength * nextStrength);

            bool done = Close(sulfate, nextSulfate) && Close(nitrate, nextNitrate) && Close(proton, nextProton)
                && Close(strength, nextStrength);
            (sulfate, nitrate, proton, strength) = (nextSulfate, nextNitrate, nextProton, nextStrength);
            if (done) return c;
        }
        throw new InvalidOperationException(
            $"The equilibrium of ions [{string.Join(", ", ions.ToArray().Select(x => x.ToString(CultureInfo.InvariantCulture)))}] M did "
                + $"not converge.");
    }

    private static void FillSpecies(
        double[] c, ReadOnlySpan<double> ions, double[] constant, double sulfate, double nitrate, double proton, double hydrolysis,
        double hydrogenSulfate)
    {
        double hydroxideShare = proton > 0 ? hydrolysis / proton : 0; // FeOH / Fe
        Span<double> bound = stackalloc double[(int)Ion.Sulfate]; // complexes per free cation
        bound[(int)Ion.Iron] = hydroxideShare;
        for (int a = 0; a < constant.Length; a++)
        {
            Association association = AbsorptionConstants.Associations[a];
            double anion = association.Anion == Species.Sulfate ? sulfate : nitrate;
            double share = constant[a] * (association.Anions == 2 ? anion * anion : anion);
            bound[(int)association.Cation] += share;
            c[(int)association.Complex] = share; // times the free cation, below
        }
        for (int i = 0; i < bound.Length; i++) c[i] = ions[i] / (1 + bound[i]);
        foreach (Association association in AbsorptionConstants.Associations) c[(int)association.Complex] *= c[(int)association.Cation];
        c[(int)Species.Sulfate] = sulfate;
        c[(int)Species.Nitrate] = nitrate;
        c[(int)Species.Proton] = proton;
        c[(int)Species.HydrogenSulfate] = hydrogenSulfate * proton * sulfate;
        c[(int)Species.IronHydroxide] = hydroxideShare * c[(int)Species.Iron];
    }

    private static int Square(Species species) => AbsorptionConstants.Charge[(int)species] * AbsorptionConstants.Charge[(int)species];

    private static double IntegerPower(double x, int power)
    {
        double result = 1;
        for (int i = 0; i < power; i++) result *= x;
        return result;
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) <= Tolerance * b;
}
