using IonSweep.Grains;
using IonSweep.Layers;
using IonSweep.Silo.Hosting;

namespace IonSweep.Cluster.Tests;

public sealed class LayerTests
{
    [Fact]
    public void Types_of_a_folder_of_grains_use_those_of_folders_before_it_alone() =>
        FolderLayers.Check(typeof(ClusterSweepService).Assembly, "IonSweep.Grains",
        "Placement", "Training", "Coordination", ".");

    [Fact]
    public void Types_of_a_folder_of_the_silo_use_those_of_folders_before_it_alone() =>
        FolderLayers.Check(typeof(Silo.Hosting.OfferedTrainers).Assembly, "IonSweep.Silo",
        "Options", "Membership", "Health", "Hosting");
}
