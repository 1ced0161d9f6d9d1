using System.Globalization;
using System.Text;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Tests.Text;

public sealed class DecimalNumberTests
{
    [Fact]
    public void Has_the_bits_of_the_runtimes_parser_for_a_million_numbers_of_every_kind()
    {
        Random random = new(1);
        byte[] bits = new byte[8];
        List<string> texts = [];
        while (texts.Count < 1_000_000)
        {
            random.NextBytes(bits);
            string text = (texts.Count % 6) switch
            {
                0 => BitConverter.ToSingle(bits).ToString("R", CultureInfo.InvariantCulture),
                1 => random.NextSingle().ToString("G9", CultureInfo.InvariantCulture),
                2 => (random.NextDouble() * Math.Pow(10, random.Next(-45, 40)))
                    .ToString("E" + random.Next(0, 17), CultureInfo.InvariantCulture),
                3 => (random.NextDouble() * 100 - 50).ToString("F" + random.Next(0, 12), CultureInfo.InvariantCulture),
                4 => Halfway(BitConverter.ToSingle(bits)),
                _ => random.NextInt64(-1_000_000_000_000_000, 1_000_000_000_000_000).ToString(CultureInfo.InvariantCulture) + "e"
                    + random.Next(-60, 40),
            };
            if (float.IsFinite(float.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture))) texts.Add(text);
        }
        AssertRead(texts);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0")]
    [InlineData("+1.5")]
    [InlineData(".5")]
    [InlineData("5.")]
    [InlineData("-.5e1")]
    [InlineData("1E+05")]
    [InlineData("16777217")]
    [InlineData("16777217.0000001")]
    [InlineData("3.4028235e38")]
    [InlineData("3.4028236e38")]
    [InlineData("1e39")]
    [InlineData("1.1754943e-38")]
    [InlineData("1.4e-45")]
    [InlineData("0.000000000000000000000000000000000000000000000000000000000001")]
    [InlineData("00000000000000000000001.25")]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("-")]
    [InlineData("e5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("1e5x")]
    [InlineData("1.2.3")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("1e99999")]
    [InlineData("١")]
    public void Has_the_bits_of_the_runtimes_parser_at_the_borders(string text)
    {
        bool number = float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float right) && float.IsFinite(right);
        float? read = Read(text, ',');
        Assert.Equal(number, read is not null);
        if (number) Assert.Equal(BitConverter.SingleToInt32Bits(right), BitConverter.SingleToInt32Bits(read!.Value));
    }

    [Theory]
    [InlineData("1,5", true)]
    [InlineData("-0,25e2", true)]
    [InlineData("1.5", true)]
    [InlineData("1.000,5", false)]
    [InlineData("1,2,3", false)]
    [InlineData("0,123456789012345678", true)]
    public void A_decimal_comma_is_a_point_and_never_beside_one(string text, bool isNumber)
    {
        float? read = Read(text, ';');
        Assert.Equal(isNumber ? float.Parse(text.Replace(',', '.'), CultureInfo.InvariantCulture) : null, read);
    }

    // The decimal digits of the middle between a float and the next: where rounding twice would go wrong.
    private static string Halfway(float value) => float.IsFinite(value) && MathF.Abs(value) is > 1e-10f and < 1e15f
        ? (((double)value + MathF.BitIncrement(value)) / 2).ToString("R", CultureInfo.InvariantCulture) : "1";

    // Read as the spectra of a table: rows of a thousand.
    private static void AssertRead(IReadOnlyList<string> texts)
    {
        const int channels = 1000;
        StringBuilder csv = new("y," + string.Join(',', Enumerable.Range(1, channels)) + "\n");
        for (int n = 0; n < texts.Count; n += channels) csv.Append("1,").AppendJoin(',', texts.Skip(n).Take(channels)).Append('\n');
        float[] read = DatasetFile.Read(new FileContent("n.csv", Encoding.UTF8.GetBytes(csv.ToString()))).Spectra.ToArray();
        for (int n = 0; n < texts.Count; n++)
        {
            float right = float.Parse(texts[n], NumberStyles.Float, CultureInfo.InvariantCulture);
            if (BitConverter.SingleToInt32Bits(right) != BitConverter.SingleToInt32Bits(read[n]))
                Assert.Fail($"'{texts[n]}': expected {right:R}, found {read[n]:R}");
        }
    }

    private static float? Read(string cell, char delimiter)
    {
        string csv = string.Join(delimiter, "y", "1", "2", "3", "4") + "\n" + string.Join(delimiter, "1", cell, "1", "2", "0.5") + "\n";
        if (delimiter == ';') csv = csv.Replace("0.5", "0,5");
        try
        {
            return DatasetFile.Read(new FileContent("n.csv", Encoding.UTF8.GetBytes(csv))).Spectra.Span[0];
        }
        catch (InvalidDatasetException e)
        {
            Assert.Contains("line 2, column 2 ('1')", e.Message);
            return null;
        }
    }
}
