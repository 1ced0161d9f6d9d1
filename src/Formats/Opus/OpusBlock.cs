namespace IonSweep.Formats.Opus;

/// <summary>An entry of an OPUS directory.</summary>
/// <param name="Type">What the block holds, by groups of bits.</param>
/// <param name="Offset">Its first byte.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct OpusBlock(uint Type, int Offset, long Length)
{
    private const uint ParameterBits = 0x3F0, Earlier = 0x4000_0000;
    private const int DataStatus = 1, SampleOrigin = 10, Directory = 13, Series = 2, Compact = 4;
    private const uint Imaginary = 2;

    /// <summary>The single-channel spectrum of the sample (1) or of the reference (2), or their ratio (3).</summary>
    public int Source => (int)(Type >> 2) & 3;

    /// <summary>The kind of spectrum: absorbance, interferogram, ….</summary>
    public int Kind => (int)(Type >> 10) & 31;

    /// <summary>The 0th, 1st, 2nd or a higher derivative.</summary>
    public int Derivative => (int)(Type >> 17) & 3;

    /// <summary>State before a manipulation, such as the compensation of the atmosphere, which the file keeps beside the result.</summary>
    public bool IsEarlier => (Type & Earlier) != 0;

    /// <summary>Many spectra of one measurement (3D).</summary>
    public bool IsSeries => Extra == Series;

    /// <summary>A spectrum with other fields before its values.</summary>
    public bool IsCompact => Extra == Compact;

    /// <summary>Values of spectra; imaginary parts and further channels are none.</summary>
    public bool IsData => Parameters == 0 && Kind is not (0 or Directory) && Extra is 0 or Series or Compact && (Type & 3) != Imaginary
        && Channel == 0;

    /// <summary>Axis, scale and units of spectra.</summary>
    public bool IsStatus => Parameters == DataStatus;

    /// <summary>Names of the sample that was measured.</summary>
    public bool IsSample => Parameters == SampleOrigin && Source != 2;

    /// <summary>Equal for values and their axis.</summary>
    public uint Key => Type & ~ParameterBits;

    private int Parameters => (int)(Type & ParameterBits) >> 4;

    private int Extra => (int)(Type >> 19) & 7;

    private int Channel => (int)(Type >> 15) & 3;
}
