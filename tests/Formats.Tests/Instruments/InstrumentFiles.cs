using System.Globalization;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Tests.Instruments;

/// <summary>
/// Texts in the layouts of the programs of spectrometers, each with what is to be read of it: 12 positions from 400 in steps of 2, or down
/// to 400, and the values 0, 0.125, 0.25 … in their order.
/// </summary>
internal static class InstrumentFiles
{
    public const int Count = 12;

    /// <summary>What a text holds.</summary>
    /// <param name="Text">The file.</param>
    /// <param name="Unit">Unit of the axis.</param>
    /// <param name="Ordinate">What the values are.</param>
    /// <param name="Sample">Id that it names; null without one.</param>
    /// <param name="Note">A part of what its reader says; null for nothing.</param>
    public sealed record InstrumentFile(string Text, AxisUnit Unit, Ordinate Ordinate, string? Sample = null, string? Note = null)
    {
        /// <summary>Positions fall.</summary>
        public bool IsDescending { get; init; }

        /// <summary>Name of the file.</summary>
        public string Name { get; init; } = "leaf7.txt";
    }

    private const string InNanometres = "the axis has no unit and is taken for a wavelength in nm";

    private const string SpectraSuite =
        "SpectraSuite Data File\r\n++++++++++++++++++++++++++++++++++++\r\nDate: Mon Jan 14 17:36:35 GMT 2008\r\nUser: A\r\n"
        + "Dark Spectrum Present: Yes\r\nSpectrometers: USB4A00428\r\nIntegration Time (usec): 20000 (USB4A00428)\r\n"
        + "Number of Pixels in Processed Spectrum: 12\r\n>>>>>Begin Processed Spectral Data<<<<<\r\n";

    private const string Ava8 =
        "\r\nIntegration time [ms]:    6.00\r\nAveraging Nr. [scans]: 79\r\nData measured with spectrometer [name]: 1209167U1\r\n"
        + "Wave   ;Sample   ;Dark     ;Reference;Reflectance\r\n[nm]   ;[counts] ;[counts] ;[counts] ;[%]\r\n\r\n";

    private const string Jasco =
        "TITLE\tleaf 7\r\nDATA TYPE\t\r\nORIGIN\tJASCO\r\nSPECTROMETER/DATA SYSTEM\tJASCO Corp., V-570, Rev. 1.00\r\nDELTAX\t-2\r\n"
        + "XUNITS\tNANOMETERS\r\nYUNITS\tABSORBANCE\r\nFIRSTX\t422.0000\r\nLASTX\t400.0000\r\nNPOINTS\t12\r\nXYDATA\r\n";

    private const string LabSpec =
        "#Acq. time (s)=\t30\r\n#Accumulations=\t2\r\n#Range=\tOff\r\n#Objective=\tx50\r\n#Laser (nm)=\t532 \r\n"
        + "#Spectro (cm-¹)=\t289.988\r\n#Sample=\t\r\n#Title=\tleaf 7\r\n#Date=\t05.10.2021 10:38\r\n";

    private static readonly Dictionary<string, InstrumentFile> Files = new()
    {
        ["SpectraSuite"] = new(SpectraSuite + Rows("{0:F2}\t{1:F3}") + ">>>>>End Processed Spectral Data<<<<<\r\n",
            AxisUnit.Nanometre, Ordinate.Unknown, Note: InNanometres),
        ["SpectraSuite, decimal comma"] = new(SpectraSuite + Rows("{0:F2}\t{1:F3}", point: ","),
            AxisUnit.Nanometre, Ordinate.Unknown, Note: InNanometres),
        ["OceanView"] = new("Data from a_005.txt Node\n\nDate: Tue Mar 18 08:44:17 EST 2014\nXAxis mode: Wavelengths\n"
            + "Number of Pixels in Spectrum: 12\n>>>>>Begin Spectral Data<<<<<\n" + Rows("{0:0.0000E0}\t{1:0.0000E0}"),
            AxisUnit.Nanometre, Ordinate.Unknown),
        ["OceanView, Raman"] = new("Data from a_005.txt Node\n\nXAxis mode: Raman Shifts\n>>>>>Begin Spectral Data<<<<<\n"
            + Rows("{0}\t{1}"), AxisUnit.RamanShift, Ordinate.Unknown),
        ["AvaSoft 7"] = new("0804016U1- \r\nIntegration time: 100.00 ms\r\nAverage: 20 scans\r\nWave   ;Transmittance\r\n"
            + "[nm]   ;[% transmittance]\r\n" + Rows("{0:F2};{1:F4}"), AxisUnit.Nanometre, Ordinate.TransmittancePercent),
        ["AvaSoft 8"] = new(Ava8 + Rows(" {0:F2}; {2};{3}; 5.5;{1:F5}") + "\r\n", AxisUnit.Nanometre, Ordinate.ReflectancePercent,
            Note: "'Reflectance [%]' was read; also there: 'Sample [counts]', 'Dark [counts]', 'Reference [counts]'"),
        ["PerkinElmer .asc"] = new("PE UV                   SPECTRUM    ASCII       PEDS        1.60        \r\n  -1\r\nLEAF7.ASC\r\n"
            + "07/12/10\r\n13:48:37.00\r\n\r\n500.000000\r\n1\r\n#HDR\r\n  -1\r\n#GR\r\nnm\r\nA\r\n1.000000\r\n#DATA\r\n"
            + Rows("{0:F6}\t{1:F6}  "), AxisUnit.Nanometre, Ordinate.Absorbance),
        ["PerkinElmer .csv"] = new("Created as New Dataset,\r\nby A\r\nnm,%T\r\n" + Rows("{0:F1},{1:F4}"),
            AxisUnit.Nanometre, Ordinate.TransmittancePercent),
        ["UVProbe"] = new("\"RawData\"\r\n\"Wavelength nm.\",\"Abs.\"\r\n" + Rows("{0:F2},{1:F4}"),
            AxisUnit.Nanometre, Ordinate.Absorbance),
        ["Cary WinUV"] = new("leaf 7,,\r\nWavelength (nm),Abs,\r\n" + Rows("{0:F7},{1:F11},")
            + "\r\nleaf 7\r\nCollection Time: 1/15/2014 4:59:54 PM\r\nInstrument                        Cary 50\r\n"
            + "X Mode                            Nanometers\r\n<Current Wavelength> , 225.0\r\n\r\n",
            AxisUnit.Nanometre, Ordinate.Absorbance, "leaf 7"),
        ["JASCO"] = new(Jasco + Rows("{0:F4}\t{1:F5}", first: 422, step: -2) + "\r\n##### Extended Information\r\n[Comments]\r\n"
            + "Sample name\tleaf 7\r\n", AxisUnit.Nanometre, Ordinate.Absorbance, "leaf 7")
        { IsDescending = true },
        ["JASCO Raman"] = new("TITLE,\r\nDATA TYPE,RAMAN SPECTRUM\r\nORIGIN,JASCO\r\nLOCALE,1041\r\nXUNITS,1/CM\r\nYUNITS,INTENSITY\r\n"
            + "FIRSTX,  400.0\r\nLASTX,  422.0\r\nNPOINTS,    12\r\nXYDATA\r\n" + Rows("{0:F4},{1:F3}")
            + "\r\n[Measurement]\r\nShift,-2.19 cm-1\r\n\r\n", AxisUnit.RamanShift, Ordinate.Intensity),
        ["LabSpec 6"] = new(LabSpec + Rows("{0}\t{1}"), AxisUnit.RamanShift, Ordinate.Unknown, "leaf 7"),
        ["LabSpec 6, nm"] = new("#Acq. time (s)=\t2\n#Range (nm)=\t425...625\n#Laser (nm)=\t405 \n#Title=\tleaf 7\n" + Rows("{0}\t{1}"),
            AxisUnit.Nanometre, Ordinate.Unknown, "leaf 7"),
        ["WiRE"] = new("#Wave\t\t#Intensity\r\n" + Rows("{0:F6}\t{1:F6}", first: 422, step: -2), AxisUnit.RamanShift, Ordinate.Intensity,
            Note: "taken for a Raman shift (cm⁻¹), as Renishaw's WiRE writes it")
        { IsDescending = true },
        ["WITec"] = new("//Exported ASCII-File\r\n[Header]\r\nFileName = C:\\a.wip\r\nGraphName = S--000\r\nSizeGraph = 12\r\n"
            + "PositionUnit = µm\r\nXAxisUnit = rel. 1/cm\r\nDataUnit = CCD cts\r\n\r\n[Data]\r\nX-Axis,leaf 7\r\nrel. 1/cm,CCD cts\r\n"
            + Rows(" {0:0.000000000E+00}, {1:0.000000000E+00}"), AxisUnit.RamanShift, Ordinate.Intensity, "leaf 7"),
        ["WITec TrueMatch"] = new("[WITEC_TRUEMATCH_ASCII_HEADER]\nVersion = 1.0\n\n[SpectrumHeader]\nTitle = Particle 916\n"
            + "ExcitationWavelength = 532.200988769531\nSpectrumSize = 12\nXDataKind = nm\n\n[SpectrumData]\n" + Rows("{0}\t{1}"),
            AxisUnit.Nanometre, Ordinate.Unknown, "Particle 916"),
        ["RRUFF"] = new("##NAMES=Anatase\n##RRUFFID=R060277\n##IDEAL CHEMISTRY=Ti^4+^O_2_\n##URL=rruff.info/R060277\n"
            + Rows("{0:F4}, {1:E7}") + "##END=\n\n", AxisUnit.RamanShift, Ordinate.Unknown, "R060277")
        { Name = "Anatase__R060277__Broad_Scan__532__0__unoriented__Raman_Data_RAW__21346.txt" },
        ["Spectra Vista"] = new("/*** Spectra Vista SIG Data ***/\r\nname= leaf7.sig\r\nintegration= 500.0, 40.0, 10.0\r\n"
            + "units= Radiance, Radiance\r\ncomm= \r\nfactors= 0.993, 0.990, 1.000 [Overlap: Remove @ 985,1906]\r\ndata= \r\n"
            + Rows("{0:F1}  {2:F2}  {3:F2}  {1:F3}"), AxisUnit.Nanometre, Ordinate.ReflectancePercent,
            Note: "'Reflectance %' was read; also there: 'Reference', 'Target'"),
        ["Spectral Evolution"] = new("Comment: \r\nVersion: 2.2\r\nFile Name: \\a\\leaf7.sed\r\nMeasurement: REFLECTANCE\r\nUnits: None\r\n"
            + "Channels: 12\r\nColumns [4]:\r\nData:\r\nWvl\tNorm. DN (Ref.)\tNorm. DN (Target)\tReflect. [1.0]\r\n"
            + Rows(" {0:F1}\t{2:E6}\t{3:E6}\t{1:F5}"), AxisUnit.Nanometre, Ordinate.Reflectance, Note: "'Reflect. [1.0]' was read"),
        ["StellarNet"] = new("\" File: Users\\A\\leaf7\r\n\" RAD->  Wave:643.77nm  Pix:1050  Val:  0.001  Time:100ms  Avg:1\r\n"
            + Rows(" {0:F2}  {1:0.0000E+000}") + ": 5\r\n", AxisUnit.Nanometre, Ordinate.Unknown, Note: InNanometres),
        ["Jaz"] = new("Jaz Data File\n++++++++++++++++++++++++++++++++++++\nDate: Mon Aug 29 16:23:13 2011\n"
            + "Number of Pixels in Processed Spectrum: 12\n>>>>>Begin Processed Spectral Data<<<<<\nW\tD\tR\tS\tP\n"
            + Rows("{0:F6}\t{2:F6}\t{3:F6}\t7.5\t{1:F6}") + ">>>>>End Processed Spectral Data<<<<<\n", AxisUnit.Nanometre, Ordinate.Unknown,
            Note: "'Processed' was read; also there: 'Dark', 'Reference', 'Sample'"),
        ["CRAIC"] = new("Gorget_5\r\nReflectance\r\nSciMode:IT1=448.99ms:NS1=10:Obj=15X\r\n" + Rows("{0:F2}\t{1:F4}"),
            AxisUnit.Nanometre, Ordinate.Reflectance, Note: InNanometres),
        ["B&W Tek"] = new("File Version;BWRam4.11_11\r\ntitle;BWS415-532S\r\nxaxis;1\r\nlaser_wavelength;532,02\r\n"
            + "Pixel;Wavelength;Wavenumber;Raman Shift;Dark;Reference;Raw data #1;Dark Subtracted #1;%TR #1;Absorbance #1;\r\n"
            + "0;   ;   ;   ;1038,2857;65535,0000;1044,0000;5,7143;0,0000;0,0000;\r\n"
            + Rows("{4};541,5;18840,39;{0:F2};{2};65535,0;{3};{1:F4};0,0000;0,0000;", point: ",")
            + "13;   ;   ;   ;1038,2857;65535,0000;1044,0000;5,7143;0,0000;0,0000;\r\n", AxisUnit.RamanShift, Ordinate.Unknown,
            Note: "'Dark Subtracted #1' was read"),
        ["ECOSTRESS"] = new("Name: lichen off trees\r\nType: vegetation\r\nSample No.: VH297\r\nWavelength Range: VSWIR\r\n"
            + "Origin: 37.232539; -119.233498; WGS84\r\nX Units: Wavelength (nanometers)\r\nY Units:Reflectance (percent)\r\n"
            + "Number of X Values: 12\r\nAdditional Information: none\r\n\r\n" + Rows(" {0:F4}\t {1:F4}"),
            AxisUnit.Nanometre, Ordinate.ReflectancePercent, "VH297"),
        ["UniSpec"] = new("File: leaf7.SPT\nDate: 2026-05-18\nWavelength,DN_white,DN_target,Reflectance\n" + Rows("{0:F2},{2},{3},{1:F4}"),
            AxisUnit.Nanometre, Ordinate.Reflectance, Note: "'Reflectance' was read"),
        ["Andor Solis"] = new(Rows("{0:F5},{1},") + "\n\nDate and Time:               Tue Oct 10 12:00:00 2017\n"
            + "Software Version:            4.30.30024.0\nExposure Time (secs):         0.1\n", AxisUnit.Nanometre, Ordinate.Unknown,
            Note: InNanometres),
    };

    /// <summary>All programs.</summary>
    public static IEnumerable<string> Programs => Files.Keys;

    /// <summary>A text of a program.</summary>
    public static InstrumentFile Of(string program) => Files[program];

    /// <summary>Lines of numbers.</summary>
    /// <param name="format">A line; {0} the position, {1} the value, {2} and {3} values of other columns, {4} the line's number.</param>
    /// <param name="count">Lines.</param>
    /// <param name="first">The first position.</param>
    /// <param name="step">From one position to the next.</param>
    /// <param name="point">What stands before fractions.</param>
    public static string Rows(string format, int count = Count, double first = 400, double step = 2, string point = ".")
    {
        NumberFormatInfo numbers = new() { NumberDecimalSeparator = point };
        return string.Concat(Enumerable.Range(0, count).Select(
            i => string.Format(numbers, format, first + i * step, 0.125 * i, 700 + 3 * i, 90.25 + i, i + 1) + "\r\n"));
    }
}
