using IonSweep.Layers;

namespace IonSweep.Learning.Gpu.Tests;

public sealed class LayerTests
{
    [Fact]
    public void Types_of_a_folder_of_the_trainer_use_those_of_folders_before_it_alone() =>
        FolderLayers.Check(typeof(GpuTrainer).Assembly, "IonSweep.Learning.Gpu",
        "Arithmetic", "Devices", "Programs", "Kernels", "Checks", "Groups", ".");
}
