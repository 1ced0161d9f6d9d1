using System.Text.Json;

namespace IonSweep.Torch.Bench;

/// <summary>The epochs at which a real run's trainings stopped.</summary>
/// <param name="Reference">Of each cell on measured spectra.</param>
/// <param name="Augmented">Of each cell with generated ones.</param>
/// <param name="Vae">Of each fold's VAE.</param>
/// <param name="Cvae">Of each fold's cVAE.</param>
internal sealed record RecordedRun(int[] Reference, int[] Augmented, int[] Vae, int[] Cvae)
{
    /// <summary>Reads the results in a folder that <c>ionsweep run</c> has left.</summary>
    /// <exception cref="InvalidDataException">It is not one, or the run was not the whole preset.</exception>
    public static RecordedRun Read(string folder)
    {
        string sweeps = Path.Combine(folder, "sweeps");
        if (!Directory.Exists(sweeps)) throw new InvalidDataException($"{sweeps} is missing; expected the folder of a finished run.");
        ILookup<string, int> epochs = Directory.GetFiles(sweeps, "result.json", SearchOption.AllDirectories).SelectMany(Trainings).ToLookup(
            pair => pair.Kind, pair => pair.Epochs);
        RecordedRun run = new([.. epochs["e"]], [.. epochs["augmented"]], [.. epochs["vae"]], [.. epochs["cvae"]]);
        if (new[] { run.Reference, run.Augmented, run.Vae, run.Cvae }.Any(some => some.Length == 0 || some.Min() < 1))
            throw new InvalidDataException(
                $"{sweeps} lacks cells or generators, or some of them failed; expected a finished run of the preset paper.");
        return run;
    }

    private static IEnumerable<(string Kind, int Epochs)> Trainings(string file)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement content = document.RootElement.GetProperty("content");
        if (content.TryGetProperty("cell", out JsonElement cell))
            return [(cell.GetProperty("strategy").GetString() == "e" ? "e" : "augmented", cell.GetProperty("epochs").GetInt32())];
        if (content.TryGetProperty("generator", out JsonElement generator))
            return [(generator.GetProperty("generator").GetString()!, generator.GetProperty("epochs").GetInt32())];
        return [];
    }
}
