namespace IonSweep.Spectra.Simulation.Absorption;

/// <summary>
/// The 3,744 solutions of source A. Each of six cations has a level from 0 to 4; every combination whose levels sum to at most 9,
/// save the empty one, is a solution: 24, 240, 1,080, 1,590, 726 and 84 with one to six cations, and 2,373 with any one cation. Level k
/// is k/4 of the cation's maximum (our assumption; the paper says "varying step sizes").
/// <para>
/// Salts. Zn, Cu, Li and Fe are nitrates, Ni and NH₄ sulfates, as in the paper's examples. Two exceptions: NH₄ is NH₄NO₃ where
/// the only other cation is Ni or none; and where nitrate would exceed the paper's maximum of 4.906 M, as much copper is taken as
/// CuSO₄ instead of Cu(NO₃)₂ as keeps it there (7 solutions, all with enough copper). This gives NO₃ in 3,740 samples with a
/// maximum of 4.906 M, as the paper has, and SO₄ in 3,313 samples with a maximum of 1.3725 M (paper: 3,361 and 1.373 M).
/// </para>
/// </summary>
internal static class SolutionDesign
{
    /// <summary>Levels of a cation above 0.</summary>
    public const int Levels = 4;

    /// <summary>Largest sum of levels in one solution.</summary>
    public const int LargestSum = 9;

    /// <summary>Cations of the design: the ions before <see cref="Ion.Sulfate"/>.</summary>
    public const int Cations = (int)Ion.Sulfate;

    /// <summary>Levels of every solution: entry i is the level of the ion i. Zn varies slowest.</summary>
    public static IReadOnlyList<int[]> AllLevels()
    {
        List<int[]> solutions = [];
        int[] levels = new int[Cations];
        int position = Cations - 1;
        while (position >= 0)
        {
            // Counting up in base 5, least significant cation last.
            if (levels[position] == Levels) levels[position--] = 0;
            else
            {
                levels[position]++;
                position = Cations - 1;
                if (levels.Sum() <= LargestSum) solutions.Add([.. levels]);
            }
        }
        return solutions;
    }

    /// <summary>Amount of each salt in mol/L of formula units, indexed by <see cref="Salt"/>.</summary>
    public static double[] Salts(ReadOnlySpan<int> levels)
    {
        double[] cation = new double[Cations];
        for (int i = 0; i < Cations; i++) cation[i] = AbsorptionConstants.Maximum[i] * levels[i] / Levels;

        double[] salts = new double[AbsorptionConstants.Salts.Length];
        salts[(int)Salt.ZincNitrate] = cation[(int)Ion.Zinc];
        salts[(int)Salt.CopperNitrate] = cation[(int)Ion.Copper];
        salts[(int)Salt.LithiumNitrate] = cation[(int)Ion.Lithium];
        salts[(int)Salt.IronNitrate] = cation[(int)Ion.Iron];
        salts[(int)Salt.NickelSulfate] = cation[(int)Ion.Nickel];
        bool onlyNickelBeside = levels[(int)Ion.Zinc] + levels[(int)Ion.Copper] + levels[(int)Ion.Lithium] + levels[(int)Ion.Iron] == 0;
        if (onlyNickelBeside) salts[(int)Salt.AmmoniumNitrate] = cation[(int)Ion.Ammonium];
        else salts[(int)Salt.AmmoniumSulfate] = cation[(int)Ion.Ammonium] / 2;

        double excess = Ions(salts)[(int)Ion.Nitrate] - AbsorptionConstants.Maximum[(int)Ion.Nitrate];
        if (excess > 0)
        {
            salts[(int)Salt.CopperSulfate] = excess / 2;
            salts[(int)Salt.CopperNitrate] -= excess / 2;
        }
        return salts;
    }

    /// <summary>Molar concentration of each ion, indexed by <see cref="Ion"/>, when the salts dissolve whole.</summary>
    public static double[] Ions(ReadOnlySpan<double> salts)
    {
        double[] ions = new double[Enum.GetValues<Ion>().Length];
        foreach (SaltFormula formula in AbsorptionConstants.Salts)
        {
            ions[(int)formula.Cation] += formula.Cations * salts[(int)formula.Salt];
            ions[(int)formula.Anion] += formula.Anions * salts[(int)formula.Salt];
        }
        return ions;
    }
}
