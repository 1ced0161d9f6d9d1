using IonSweep.Layers;

namespace IonSweep.Formats.Tests;

public sealed class LayerTests
{
    [Fact]
    public void Types_of_a_folder_of_formats_use_those_of_folders_before_it_alone() => FolderLayers.Check(
        typeof(FormatCatalog).Assembly, "IonSweep.Formats", "Blocks", "Tables", "Text", "Instruments", "Jcamp", "Spc", "Opus", "Arrays",
        "Artifacts", "Workbooks", "Parquet", ".");
}
