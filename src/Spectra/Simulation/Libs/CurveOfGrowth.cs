using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>
/// Self-absorption in a homogeneous plasma for a Lorentzian line, τ(x) = τ₀ / (1 + x²) with x in half widths: the emitted share of the
/// black body's light is 1 − exp(−τ).
/// </summary>
public static class CurveOfGrowth
{
    /// <summary>
    /// ∫ (1 − exp(−τ(x))) dx = π τ₀ e^(−τ₀/2) (I₀(τ₀/2) + I₁(τ₀/2)) (R. Ladenburg, F. Reiche, Ann. Phys. 42
    /// (1913) 181): π τ₀ for a thin plasma, 2 √(π τ₀) for a thick one.
    /// </summary>
    public static double EquivalentWidth(double opticalDepth)
    {
        double x = opticalDepth / 2;
        return Math.PI * opticalDepth * (ScaledBessel0(x) + ScaledBessel1(x));
    }

    /// <summary>
    /// Full width at half maximum of 1 − exp(−τ(x)) relative to that of τ(x); 1 for a thin plasma, above 1 when the line's top is
    /// absorbed.
    /// </summary>
    public static double Broadening(double opticalDepth)
    {
        if (opticalDepth < 1e-6) return 1;
        double half = -PortableMath.Log((1 + PortableMath.Exp(-opticalDepth)) / 2); // τ where the emission is half that at the centre
        return Math.Sqrt(Math.Max(opticalDepth / half - 1, 1));
    }

    /// <summary>e^(−x) I₀(x), x ≥ 0 (M. Abramowitz, I. Stegun, 9.8.1 and 9.8.2; error below 2e-7).</summary>
    private static double ScaledBessel0(double x)
    {
        if (x < 3.75)
        {
            double t = x / 3.75, s = t * t;
            return PortableMath.Exp(-x)
                * (1 + s * (3.5156229 + s * (3.0899424 + s * (1.2067492 + s * (0.2659732 + s * (0.0360768 + s * 0.0045813))))));
        }
        double u = 3.75 / x;
        return (0.39894228 + u * (0.01328592 + u * (0.00225319 + u * (-0.00157565 + u * (0.00916281
            + u * (-0.02057706 + u * (0.02635537 + u * (-0.01647633 + u * 0.00392377)))))))) / Math.Sqrt(x);
    }

    /// <summary>e^(−x) I₁(x), x ≥ 0 (M. Abramowitz, I. Stegun, 9.8.3 and 9.8.4; error below 3e-7).</summary>
    private static double ScaledBessel1(double x)
    {
        if (x < 3.75)
        {
            double t = x / 3.75, s = t * t;
            return PortableMath.Exp(-x) * x
                * (0.5 + s * (0.87890594 + s * (0.51498869 + s * (0.15084934 + s * (0.02658733 + s * (0.00301532 + s * 0.00032411))))));
        }
        double u = 3.75 / x;
        return (0.39894228 + u * (-0.03988024 + u * (-0.00362018 + u * (0.00163801 + u * (-0.01031555
            + u * (0.02282967 + u * (-0.02895312 + u * (0.01787654 + u * -0.00420059)))))))) / Math.Sqrt(x);
    }
}
