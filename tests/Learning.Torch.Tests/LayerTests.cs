using IonSweep.Layers;

namespace IonSweep.Learning.Torch.Tests;

public sealed class LayerTests
{
    [Fact]
    public void Types_of_a_folder_of_the_trainer_use_those_of_folders_before_it_alone() =>
        FolderLayers.Check(typeof(TorchTrainer).Assembly, "IonSweep.Learning.Torch",
        "Runtime", "Layouts", "Passes", "Stacks", "Groups", ".");
}
