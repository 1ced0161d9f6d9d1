using IonSweep.Spectra.Numerics;

namespace IonSweep.Spectra.Simulation.Libs;

/// <summary>
/// Line profile of unit area: a Gaussian (instrument) folded with a Lorentzian (plasma), as the weighted sum of both that
/// P. Thompson, D. E. Cox, J. B. Hastings, J. Appl. Cryst. 20 (1987) 79 give; within 1.3 % of the peak of the true Voigt profile.
/// </summary>
public readonly struct VoigtProfile
{
    private const double FourLn2 = 2.772588722239781, GaussPeak = 0.9394372786996513; // 2 √(ln 2 / π)

    private readonly double _width, _lorentzShare;

    /// <param name="gaussWidth">FWHM of the Gaussian, nm; above 0.</param>
    /// <param name="lorentzWidth">FWHM of the Lorentzian, nm; 0 or more.</param>
    public VoigtProfile(double gaussWidth, double lorentzWidth)
    {
        double g = gaussWidth, l = lorentzWidth;
        double fifth = g * g * g * g * g + 2.69269 * g * g * g * g * l + 2.42843 * g * g * g * l * l
            + 4.47163 * g * g * l * l * l + 0.07842 * g * l * l * l * l + l * l * l * l * l;
        _width = PortableMath.Pow(fifth, 0.2);
        double share = l / _width;
        _lorentzShare = share * (1.36603 + share * (-0.47719 + share * 0.11116));
    }

    /// <summary>Value at this distance from the centre, 1/nm.</summary>
    public double At(double distance)
    {
        double x = distance / _width, square = x * x;
        double gauss = square > 60 ? 0 : GaussPeak * PortableMath.Exp(-FourLn2 * square);
        double lorentz = 2 / (Math.PI * (1 + 4 * square));
        return (_lorentzShare * lorentz + (1 - _lorentzShare) * gauss) / _width;
    }
}
