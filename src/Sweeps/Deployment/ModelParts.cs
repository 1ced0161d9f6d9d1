using System.Reflection;
using IonSweep.Spectra;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Execution;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Strategies;

namespace IonSweep.Sweeps.Deployment;

/// <summary>Puts a model together: its files with their hashes, and the card that all models of a sweep share.</summary>
internal sealed class ModelParts
{
    private static readonly string Software =
        typeof(ModelParts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>Adds a file; what the card says of it.</summary>
    /// <param name="path">Relative to the card.</param>
    /// <param name="bytes">The file.</param>
    public CardFile Add(string path, byte[] bytes)
    {
        _files.Add(path, bytes);
        return new CardFile(path, WorkStore.HashOf(bytes));
    }

    /// <summary>Adds what calls spectra outliers.</summary>
    /// <param name="path">Relative to the card.</param>
    /// <param name="done">What is being done to the model, for the message: trained, exported.</param>
    /// <param name="make">Calibrates it.</param>
    /// <exception cref="InvalidSpecException">The dataset has too few rows to calibrate it.</exception>
    public CardFile AddTrust(string path, string done, Func<byte[]> make)
    {
        try
        {
            return Add(path, make());
        }
        catch (ArgumentException e)
        {
            throw new InvalidSpecException("data",
                $"The model cannot be {done}: what calls spectra outliers cannot be calibrated on this dataset. {e.Message}", e);
        }
    }

    /// <summary>The model.</summary>
    public DeployedModel Finish(ModelCard card) => new(card, _files);

    /// <summary>The card of a model of this sweep.</summary>
    /// <param name="definition">The sweep.</param>
    /// <param name="dataset">Its data.</param>
    /// <param name="model">Slug of the family.</param>
    /// <param name="modelName">Its name.</param>
    /// <param name="strategy">Slug of the strategy.</param>
    /// <param name="training">How it was trained and where its errors come from; null for the sweep's own models.</param>
    /// <param name="members">The members of the ensemble.</param>
    /// <param name="targets">What is predicted, with the errors that were measured.</param>
    public static ModelCard Card(
        SweepDefinition definition, SpectralDataset dataset, string model, string modelName, string strategy, string? training,
        IReadOnlyList<CardFold> members, IReadOnlyList<CardTarget> targets) => new()
        {
            Sweep = definition.Id,
            Dataset = definition.Dataset,
            Shortened = definition.Spec.Shortened,
            Model = model,
            ModelName = modelName,
            Strategy = strategy,
            StrategyName = StrategyCatalog.Get(strategy).Name,
            Trainer = definition.Spec.Trainer,
            NumericsVersion = definition.NumericsVersion,
            Software = Software,
            Spec = definition.Spec with
            {
                Data = new DataSpec { Source = DataSources.Stored, Sha256 = definition.Dataset.Sha256 }, // no path of this machine
            },
            Training = training,
            Wavelengths = dataset.Wavelengths,
            AxisUnit = dataset.AxisUnit,
            Ordinate = dataset.Ordinate,
            Preprocessing = definition.Spec.Preprocessing,
            Targets = targets,
            Coverage = definition.Spec.Trust.Coverage,
            FalseAlarms = definition.Spec.Trust.FalseAlarms,
            Folds = members,
        };
}
