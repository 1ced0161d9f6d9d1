using IonSweep.Charts;
using IonSweep.Layers;
using IonSweep.Report;

namespace IonSweep.Web.Tests;

public sealed class LayerTests
{
    [Fact]
    public void Types_of_a_folder_of_charts_use_those_of_folders_before_it_alone() =>
        FolderLayers.Check(typeof(ChartStyle).Assembly, "IonSweep.Charts",
        ".", "Axes", "Marks", "Plots", "Figures");

    [Fact]
    public void Types_of_a_folder_of_web_use_those_of_folders_before_it_alone() =>
        FolderLayers.Check(typeof(ServerOptions).Assembly, "IonSweep.Web",
        ".", "Http", "Security", "Live", "Api", "Remote", "Pages", "Hosting");
}
