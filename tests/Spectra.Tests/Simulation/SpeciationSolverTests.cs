using IonSweep.Spectra.Simulation.Absorption;

namespace IonSweep.Spectra.Tests.Simulation;

public class SpeciationSolverTests
{
    /// <summary>Mass balances, mass action with the activity model, and the proton condition, computed here from the definitions.</summary>
    [Fact]
    public void Every_solution_of_the_design_is_at_equilibrium()
    {
        foreach (int[] levels in SolutionDesign.AllLevels())
        {
            double[] ions = SolutionDesign.Ions(SolutionDesign.Salts(levels)), c = SpeciationSolver.Solve(ions);
            Assert.All(c, value => Assert.True(value >= 0 && double.IsFinite(value)));

            double[] total = new double[8];
            for (int i = 0; i < 8; i++) total[i] = c[i];
            total[(int)Ion.Sulfate] += c[(int)Species.HydrogenSulfate];
            total[(int)Ion.Iron] += c[(int)Species.IronHydroxide];
            double strength = 0;
            for (int s = 0; s < c.Length; s++) strength += AbsorptionConstants.Charge[s] * AbsorptionConstants.Charge[s] * c[s] / 2;
            double LogActivity(Species s)
            {
                double z = AbsorptionConstants.Charge[(int)s], root = Math.Sqrt(strength);
                return Math.Log10(c[(int)s]) - 0.509 * z * z * root / (1 + 1.5 * root);
            }

            foreach (Association a in AbsorptionConstants.Associations)
            {
                total[(int)a.Cation] += c[(int)a.Complex];
                total[(int)a.Anion] += a.Anions * c[(int)a.Complex];
                if (c[(int)a.Complex] > 0)
                    Assert.Equal(a.Log10Constant, LogActivity(a.Complex) - LogActivity(a.Cation) - a.Anions * LogActivity(a.Anion), 8);
            }
            for (int i = 0; i < 8; i++) Assert.InRange(total[i], ions[i] * (1 - 1e-9), ions[i] * (1 + 1e-9));
            if (ions[(int)Ion.Iron] == 0) continue;
            Assert.Equal(AbsorptionConstants.Log10IronHydrolysis,
                LogActivity(Species.IronHydroxide) + LogActivity(Species.Proton) - LogActivity(Species.Iron), 8);
            Assert.Equal(c[(int)Species.IronHydroxide], c[(int)Species.Proton] + c[(int)Species.HydrogenSulfate], 10);
        }
    }

    [Fact]
    public void Zinc_frees_copper_from_sulfate()
    {
        double[] ions = new double[8];
        (ions[(int)Ion.Copper], ions[(int)Ion.Sulfate], ions[(int)Ion.Nitrate]) = (0.3, 0.3, 1);
        double without = SpeciationSolver.Solve(ions)[(int)Species.CopperSulfate];
        ions[(int)Ion.Zinc] = 0.5;
        Assert.True(SpeciationSolver.Solve(ions)[(int)Species.CopperSulfate] < 0.8 * without);
    }
}
