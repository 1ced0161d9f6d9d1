using System.Security.Cryptography;
using System.Text.Json;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Deployment;

/// <summary>A model that left its sweep: a card and the files that it names, in memory.</summary>
/// <param name="Card">The card.</param>
/// <param name="Files">Bytes by path.</param>
public sealed record DeployedModel(ModelCard Card, IReadOnlyDictionary<string, byte[]> Files)
{
    /// <summary>Name of the card's file.</summary>
    public const string CardFileName = "card.json";

    /// <summary>Writes files and, last, the card, so that a folder with a card is whole.</summary>
    /// <param name="folder">Made when missing; files of the same names are replaced.</param>
    public void Save(string folder)
    {
        foreach ((string path, byte[] bytes) in Files)
        {
            string target = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, bytes);
        }
        string card = Path.Combine(folder, CardFileName), partial = card + ".partial";
        File.WriteAllBytes(partial, [.. JsonSerializer.SerializeToUtf8Bytes(Card, SweepJson.Indented), (byte)'\n']);
        File.Move(partial, card, overwrite: true);
    }

    /// <summary>True when the folder holds an exported model.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, CardFileName));

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="DamagedArtifactException">Card or a file is missing, altered or of another version; says which.</exception>
    public static DeployedModel Load(string folder)
    {
        string path = Path.Combine(folder, CardFileName);
        return Of(File.ReadAllBytes(path), path, file =>
        {
            string target = Path.Combine(folder, file);
            return File.Exists(target) ? File.ReadAllBytes(target) : null;
        });
    }

    /// <summary>A model from its card, checked.</summary>
    /// <param name="json">The card.</param>
    /// <param name="path">Where it stands, for messages.</param>
    /// <param name="read">Bytes of a file that it names; null when there is none.</param>
    internal static DeployedModel Of(byte[] json, string path, Func<string, byte[]?> read)
    {
        ModelCard card;
        try
        {
            card = JsonSerializer.Deserialize<ModelCard>(json, SweepJson.Indented)
                ?? throw new JsonException("it is null");
        }
        catch (JsonException e)
        {
            throw new DamagedArtifactException($"{path} is no model card: {e.Message} Export the model again.");
        }
        if (card.Format != ModelCard.CurrentFormat)
            throw new DamagedArtifactException(
                $"{path} has format '{card.Format}'; expected '{ModelCard.CurrentFormat}'. Export the model again with this version.");
        Dictionary<string, byte[]> files = [];
        foreach (CardFile file in card.Folds.SelectMany(fold => (IEnumerable<CardFile>)[.. fold.Models, fold.Trust]))
        {
            // A card from elsewhere must not read files of this machine.
            if (Path.IsPathRooted(file.Path) || file.Path.Split('/', '\\').Contains(".."))
                throw new DamagedArtifactException($"{path} names '{file.Path}', which is not inside its folder.");
            byte[] bytes = read(file.Path)
                ?? throw new DamagedArtifactException($"{file.Path} is missing; {path} names it. Export the model again.");
            if (Convert.ToHexStringLower(SHA256.HashData(bytes)) != file.Sha256)
                throw new DamagedArtifactException(
                    $"{file.Path} was altered: its SHA-256 is not the one in {path}. Export the model again.");
            files[file.Path] = bytes;
        }
        return new DeployedModel(card, files);
    }
}
