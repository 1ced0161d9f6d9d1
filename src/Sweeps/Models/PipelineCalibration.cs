using System.Text.Json;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Scaling;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// A weighed mean of calibrations, each with its own preprocessing. Member i has the tensors <c>member.i.intercept</c>,
/// <c>.coefficients</c> [C], <c>.learned.s</c> of step s, and with a radial part <c>.radial.weights</c> [N], <c>.precision</c>,
/// <c>.centres</c> [N, K], <c>.projection</c> [K, C], <c>.offset</c> [K] (<see cref="FittedCalibration"/>); a locally weighted PLS has
/// <c>.local.spectra</c> [N, C], <c>.targets</c> [N], <c>.neighbours</c> and <c>.components</c>.
/// </summary>
/// <param name="Members">At least one; weights sum to 1.</param>
/// <param name="Channels">How the spectra that it is given were scaled.</param>
/// <param name="HeldOutResiduals">See <see cref="IRefittedModel"/>.</param>
public sealed record PipelineCalibration(
    IReadOnlyList<PipelineMember> Members, ChannelScaler Channels, IReadOnlyList<double> HeldOutResiduals) : IRefittedModel, IFormulaModel
{
    /// <summary>Value of <see cref="Kind"/>.</summary>
    public const string KindName = "pipeline-calibration";

    private const string MembersKey = "members", Residuals = "held_out_residuals";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IReadOnlyList<SafetensorsTensor> Tensors =>
    [
        .. Members.SelectMany((member, i) => TensorsOf(member.Calibration, $"member.{i}.")),
        SafetensorsTensor.Of(Residuals, [HeldOutResiduals.Count], [.. HeldOutResiduals]),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, string Value)> Description =>
    [
        (MembersKey, JsonSerializer.Serialize(
            Members.Select(member => new StoredMember(
                member.Calibration.Preprocessing.Steps, member.Method, member.Setting, member.Weight, member.InnerRmse)),
            SweepJson.Compact)),
    ];

    /// <inheritdoc/>
    public float[] Predict(NetworkEvaluator evaluator, RowSet spectra) => Predict(spectra);

    /// <summary>Predictions for scaled spectra.</summary>
    public float[] Predict(RowSet spectra)
    {
        float[] predicted = new float[spectra.Count], spectrum = new float[spectra.Columns];
        for (int row = 0; row < predicted.Length; row++)
        {
            Channels.Inverse(spectra.Row(row), spectrum);
            double sum = 0;
            foreach (PipelineMember member in Members) sum += member.Weight * member.Calibration.Predict(spectrum);
            predicted[row] = (float)sum;
        }
        return predicted;
    }

    /// <inheritdoc/>
    public FormulaValue Write(IFormulas formulas, FormulaValue scaled)
    {
        FormulaValue spectra = Channels.WriteInverse(formulas, scaled), sum = formulas.Constant(0);
        foreach (PipelineMember member in Members)
            sum = formulas.Add(
                sum, formulas.Multiply(member.Calibration.Write(formulas, spectra), formulas.Constant(member.Weight)));
        return sum;
    }

    /// <summary>The calibration of a file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static PipelineCalibration Read(SafetensorsFile file)
    {
        ChannelScaler channels = new(file.Float32("channel_minimum"), file.Float32("channel_maximum"));
        StoredMember[] members;
        try
        {
            members = JsonSerializer.Deserialize<StoredMember[]>(file.MetadataValue(MembersKey), SweepJson.Compact) ?? [];
        }
        catch (JsonException e)
        {
            throw new DamagedArtifactException($"{file.Source} describes its members in a way that cannot be read: {e.Message}");
        }
        return new PipelineCalibration(
            [
                .. members.Select((member, i) => new PipelineMember(
                    Read(file, $"member.{i}.", member.Preprocessing, channels.ChannelCount), member.Weight, member.Method, member.Setting,
                    member.InnerRmse)),
            ],
            channels, file.Float64(Residuals));
    }

    private static IEnumerable<SafetensorsTensor> TensorsOf(FittedCalibration calibration, string prefix)
    {
        yield return SafetensorsTensor.Of(prefix + "intercept", [], new[] { calibration.Intercept });
        yield return SafetensorsTensor.Of(prefix + "coefficients", [calibration.Coefficients.Length], calibration.Coefficients);
        IReadOnlyList<double[]> learned = calibration.Preprocessing.Learned;
        for (int s = 0; s < learned.Count; s++)
            if (learned[s].Length > 0) yield return SafetensorsTensor.Of($"{prefix}learned.{s}", [learned[s].Length], learned[s]);
        if (calibration.Local is { } local)
        {
            yield return SafetensorsTensor.Of(
                prefix + "local.spectra", [local.Targets.Length, local.Spectra.Length / local.Targets.Length], local.Spectra);
            yield return SafetensorsTensor.Of(prefix + "local.targets", [local.Targets.Length], local.Targets);
            yield return SafetensorsTensor.Of(prefix + "local.neighbours", [], new[] { local.Neighbours });
            yield return SafetensorsTensor.Of(prefix + "local.components", [], new[] { local.Components });
        }
        if (calibration.Radial is not { } radial) yield break;
        int count = radial.Weights.Length, dimensions = radial.Centres.Length / count;
        yield return SafetensorsTensor.Of(prefix + "radial.weights", [count], radial.Weights);
        yield return SafetensorsTensor.Of(prefix + "radial.precision", [], new[] { radial.Precision });
        yield return SafetensorsTensor.Of(prefix + "radial.centres", [count, dimensions], radial.Centres);
        if (radial.Projection.Length == 0) yield break;
        yield return SafetensorsTensor.Of(
            prefix + "radial.projection", [dimensions, radial.Projection.Length / dimensions], radial.Projection);
        yield return SafetensorsTensor.Of(prefix + "radial.offset", [dimensions], radial.Offset);
    }

    private static FittedCalibration Read(
        SafetensorsFile file, string prefix, IReadOnlyList<PreprocessingStep> steps, int channels)
    {
        double[][] learned = [.. steps.Select((_, s) => file.Contains($"{prefix}learned.{s}") ? file.Float64($"{prefix}learned.{s}") : [])];
        RadialTerm? radial = null;
        if (file.Contains(prefix + "radial.weights"))
        {
            bool projects = file.Contains(prefix + "radial.projection");
            radial = new RadialTerm(
                file.Float64(prefix + "radial.weights"), file.Float64(prefix + "radial.precision", [])[0],
                file.Float32(prefix + "radial.centres"), projects ? file.Float64(prefix + "radial.projection") : [],
                projects ? file.Float64(prefix + "radial.offset") : []);
        }
        LocalTerm? local = !file.Contains(prefix + "local.spectra") ? null : new LocalTerm(
            file.Float32(prefix + "local.spectra"), file.Float64(prefix + "local.targets"),
            file.Int32(prefix + "local.neighbours", [])[0], file.Int32(prefix + "local.components", [])[0]);
        return new FittedCalibration(
            PreprocessingPipeline.Restore(steps, learned, channels), file.Float64(prefix + "intercept", [])[0],
            file.Float64(prefix + "coefficients"), radial, local);
    }

    /// <summary>A member as the file's metadata has it.</summary>
    private sealed record StoredMember(
        IReadOnlyList<PreprocessingStep> Preprocessing, string Method, string Setting, double Weight, double InnerRmse);
}

/// <summary>One calibration of a weighed mean.</summary>
/// <param name="Calibration">Trained on all rows of the search.</param>
/// <param name="Weight">Its share.</param>
/// <param name="Method">Slug of the regression.</param>
/// <param name="Setting">In words.</param>
/// <param name="InnerRmse">Error of the inner cross-validation, target's unit.</param>
public sealed record PipelineMember(FittedCalibration Calibration, double Weight, string Method, string Setting, double InnerRmse);
