using IonSweep.Spectra.Axes;

namespace IonSweep.Spectra.Tests.Axes;

public class AxisTextTests
{
    [Fact]
    public void Every_unit_and_ordinate_has_a_word_that_reads_back()
    {
        foreach (AxisUnit unit in Enum.GetValues<AxisUnit>()) Assert.Equal(unit, AxisText.Parse(unit.Word()));
        foreach (Ordinate ordinate in Enum.GetValues<Ordinate>()) Assert.Equal(ordinate, OrdinateText.Parse(ordinate.Word()));
        Assert.Null(AxisText.Parse("furlong"));
        Assert.Null(OrdinateText.Parse("colour"));
    }
}
