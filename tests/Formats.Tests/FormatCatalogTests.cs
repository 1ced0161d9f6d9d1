using IonSweep.Formats.Blocks;
using IonSweep.Spectra;

namespace IonSweep.Formats.Tests;

public sealed class FormatCatalogTests
{
    [Fact]
    public void An_unknown_file_is_refused_by_its_name()
    {
        FileContent file = new("holiday.jpg", new byte[] { 0xFF, 0xD8, 0xFF, 0xE0, 0, 16 });
        InvalidDatasetException refused = Assert.Throws<InvalidDatasetException>(() => FormatCatalog.Of(file));
        Assert.StartsWith("holiday.jpg: no known format.", refused.Message);
    }
}
