using System.Globalization;
using System.Text;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;

namespace IonSweep.Formats.Tests.Jcamp;

public sealed class JcampTests
{
    // The example of the standard's authors (Appl. Spectrosc. 42, 151): one spectrum in all forms.
    private static readonly float[] Standard =
        [0, 0, 0, 0, 2, 4, 4, 4, 7, 5, 4, 4, 5, 5, 7, 10, 11, 11, 6, 5, 7, 6, 9, 9, 7];

    [Theory]
    [InlineData("1 0 0 0 0 2 4 4 4 7 5 4 4 5 5 7 10 11 11 6 5 7 6 9 9 7")]
    [InlineData("1+0+0+0+0+2+4+4+4+7+5+4+4+5+5+7+10+11+11+6+5+7+6+9+9+7")]
    [InlineData("1@@@@BDDDGEDDEEGA0A1A1FEGFIIG")]
    [InlineData("1@%%%KK%%Lkj%J%KLJ%njKjL%k")]
    [InlineData("1@VKT%TLkj%J%KLJ%njKjL%k")]
    [InlineData("1@VBDUGEDTETGA0A1TFEGFITG")]
    public void All_forms_of_ordinates_give_the_same_numbers(string line) => Assert.Equal(Standard, Read(Spectrum(25, line)).Spectra);

    [Fact]
    public void Difference_lines_repeat_their_last_ordinate_as_a_check()
    {
        // 10, 12, 14, 13 | 13 (check), 11, 11, 11
        string text = Spectrum(7, "1A0KKj\n4A3k%%");
        Assert.Equal([10f, 12, 14, 13, 11, 11, 11], Read(text).Spectra);
        InvalidDatasetException altered = Assert.Throws<InvalidDatasetException>(() => Read(text.Replace("4A3k", "4A4k")));
        Assert.Contains("found the check ordinate 14; expected 13, the last of the line before", altered.Message);
        Assert.Contains("ordinates are missing or too many", Assert.Throws<InvalidDatasetException>(
            () => Read(Spectrum(7, "1A0KKj\n44A3k%%"))).Message);
    }

    [Fact]
    public void Units_factors_title_and_concentrations_are_those_of_the_file()
    {
        SpectraBlock block = Read("""
            ##TITLE= wheat 7 $$ a comment
            ##JCAMP-DX= 4.24
            ##DATA TYPE= INFRARED SPECTRUM
            ##XUNITS= 1/CM
            ##YUNITS= TRANSMITTANCE
            ##X_FACTOR= 1.0
            ##YFACTOR= 0.001
            ##first-x= 4000
            ##LASTX= 3996
            ##NPOINTS= 3
            ##CONCENTRATIONS= (NCU)
            (protein, 12.5, %)
            (water, 1.1E1, %)
            ##XYDATA= (X++(Y..Y))
            4000 900 850
            3996 800
            ##END=
            """);
        Assert.Equal([4000, 3998, 3996], block.Axis.Positions);
        Assert.Equal((AxisUnit.Wavenumber, Ordinate.Transmittance), (block.Axis.Unit, block.Ordinate));
        Assert.Equal([0.9f, 0.85f, 0.8f], block.Spectra);
        Assert.Equal(["wheat 7"], block.SampleIds!);
        Assert.Equal([new Target("protein", "%"), new Target("water", "%")], block.Targets);
        Assert.Equal([12.5f, 11], block.TargetValues);
    }

    [Fact]
    public void Compound_files_points_and_real_pages_are_read()
    {
        string one = Spectrum(3, "1 1 2 3"), two = Spectrum(3, "1 4 5 6");
        IReadOnlyList<SpectraBlock> linked = JcampBlocks("##TITLE= both\n##DATA TYPE= LINK\n##BLOCKS= 2\n" + one + two + "##END=\n");
        Assert.Equal([[1f, 2, 3], [4f, 5, 6]], linked.Select(block => block.Spectra));

        SpectraBlock points =
            Read("##TITLE= p\n##XUNITS= NANOMETERS\n##YUNITS= ABSORBANCE\n##XYPOINTS= (XY..XY)\n400, 0.1; 405, 0.2\n411, 0.4\n##END=\n");
        Assert.Equal([400, 405, 411], points.Axis.Positions);
        Assert.Equal(Ordinate.Absorbance, points.Ordinate);

        SpectraBlock page = Read("""
            ##TITLE= ft
            ##JCAMP-DX= 5.01
            ##DATA TYPE= RAMAN SPECTRUM
            ##NTUPLES= SPECTRUM
            ##VAR_NAME= SHIFT, REAL, IMAGINARY, PAGE
            ##SYMBOL= X, R, I, N
            ##VAR_DIM= 3, 3, 3, 2
            ##UNITS= 1/CM, ARBITRARY UNITS, ARBITRARY UNITS,
            ##FIRST= 100, 1, 4, 1
            ##LAST= 104, 3, 6, 2
            ##FACTOR= 1, 0.5, 0.5, 1
            ##PAGE= N=1
            ##DATA TABLE= (X++(R..R)), XYDATA
            100 1 2 3
            ##PAGE= N=2
            ##DATA TABLE= (X++(I..I)), XYDATA
            100 4 5 6
            ##END NTUPLES= SPECTRUM
            ##END=
            """);
        Assert.Equal([0.5f, 1, 1.5f], page.Spectra);
        Assert.Equal((AxisUnit.RamanShift, Ordinate.Intensity), (page.Axis.Unit, page.Ordinate));
    }

    [Theory]
    [InlineData("##TITLE= t\n##PEAK TABLE= (XY..XY)\n1,2\n##END=\n", "line 2: a peak table lists maxima alone")]
    [InlineData("##TITLE= t\n##END=\n", "has no ##XYDATA=, ##XYPOINTS= or data table")]
    [InlineData("##TITLE= t\n##XYDATA= (X++(Y..Y))\n1 2\n##END=\n", "has no ##FIRSTX=")]
    public void What_is_no_spectrum_is_refused_with_the_reason(string text, string message) =>
        Assert.Contains(message, Assert.Throws<InvalidDatasetException>(() => Read(text)).Message);

    [Theory]
    [InlineData("##NPOINTS= 4", "found 3 ordinates; expected 4")]
    [InlineData("##NPOINTS= 2", "more ordinates; expected 2")]
    [InlineData("##NPOINTS= 2000000000", "no more than the file can hold")]
    public void Ordinates_are_counted(string points, string message) => Assert.Contains(
        message, Assert.Throws<InvalidDatasetException>(() => Read(Spectrum(3, "1 1 2 3").Replace("##NPOINTS= 3", points))).Message);

    /// <summary>A spectrum at the positions 1, 2, 3, …</summary>
    internal static string Spectrum(int points, string lines) => string.Create(CultureInfo.InvariantCulture,
        $"##TITLE= s\n##XUNITS= NANOMETERS\n##YUNITS= ABSORBANCE\n##FIRSTX= 1\n##LASTX= {points}\n##NPOINTS= {points}\n")
        + $"##XYDATA= (X++(Y..Y))\n{lines}\n##END=\n";

    private static SpectraBlock Read(string text) => Assert.Single(JcampBlocks(text));

    private static IReadOnlyList<SpectraBlock> JcampBlocks(string text)
    {
        FileContent file = new("s.dx", Encoding.Latin1.GetBytes(text));
        IDatasetFormat format = FormatCatalog.Of(file);
        Assert.Equal("jcamp-dx", format.Slug);
        return format.Read(file, ReadingOptions.Default);
    }
}
