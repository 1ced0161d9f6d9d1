using System.Reflection;
using IonSweep.Layers;

namespace IonSweep.Client.Tests;

public sealed class LayerTests
{
    [Fact]
    public void Types_of_a_folder_of_the_client_use_those_of_folders_before_it_alone() =>
        FolderLayers.Check(Assembly.Load("ionsweep"), "IonSweep.Client",
        "Errors", "Output", "Progress", "Running", "Commands", ".");
}
