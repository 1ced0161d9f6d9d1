using System.Globalization;
using System.Text.Json;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Sweeps.Artifacts;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Models;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Deployment.Onnx;

/// <summary>
/// An exported model as one ONNX file. Input <c>spectra</c> [N, C], single precision, in the instrument's unit on the card's axis; for each
/// target the outputs <c>prediction_SLUG</c> [N] and, where the card has an interval, <c>half_width_SLUG</c> [N]. Computed in double
/// precision, preprocessing, scaling and the mean over folds included. The metadata holds the <c>card</c> as JSON and, separated by
/// spaces, the C positions of the <c>axis</c>.
/// </summary>
public static class OnnxExport
{
    /// <summary>The bytes of the file.</summary>
    /// <exception cref="InvalidSpecException">A part of the model cannot be written as ONNX; says which.</exception>
    public static byte[] ToBytes(DeployedModel model)
    {
        ModelCard card = model.Card;
        int channels = card.Wavelengths.Count;
        OnnxGraph graph = new();
        OnnxFormulas formulas = new(graph);
        graph.Input("spectra", OnnxType.Float, -1, channels);
        FormulaValue spectra = OnnxFormulas.Of(
            graph.Node("Cast", ["spectra"], OnnxAttribute.Of("to", (long)OnnxType.Double)), channels);
        FormulaValue[] sums = [.. card.Targets.Select(_ => formulas.Constant(0))];
        try
        {
            if (card.Preprocessing.Any(step => step is not NoPreprocessing))
                spectra = formulas.Rounded(new PreprocessingPipeline(card.Preprocessing, channels).Write(formulas, spectra));
            foreach (CardFold fold in card.Folds)
            {
                int column = 0;
                foreach (CellArtifact artifact in fold.Models.Select(file => CellArtifact.Read(model.Files[file.Path], file.Path)))
                {
                    if (artifact.Model is not IFormulaModel written)
                        throw new NoFormulaException($"A model of the family '{card.Model}' has no formula yet; only this program has it.");
                    FormulaValue predicted = written.Write(formulas, artifact.Channels.Write(formulas, spectra));
                    int count = artifact.Targets.TargetCount;
                    for (int k = 0; k < count; k++, column++)
                    {
                        double[] share = new double[count];
                        share[k] = artifact.Targets.Sd[k];
                        sums[column] = formulas.Add(sums[column], formulas.Linear(predicted, share, [artifact.Targets.Mean[k]]));
                    }
                }
            }
        }
        catch (NoFormulaException e)
        {
            throw new InvalidSpecException("format", $"--format onnx: {e.Message} Export as safetensors instead.", e);
        }
        for (int t = 0; t < card.Targets.Count; t++)
        {
            CardTarget target = card.Targets[t];
            FormulaValue mean = formulas.Divide(sums[t], formulas.Constant(card.Folds.Count));
            string prediction = Output(graph, formulas, mean, $"prediction_{target.Slug}");
            if (!double.IsFinite(target.HalfWidth)) continue;
            string width = $"half_width_{target.Slug}";
            graph.Node("Expand", [graph.Constant([target.HalfWidth], 1), graph.Node("Shape", [prediction])], [$"{width}.double"]);
            graph.Node("Cast", [$"{width}.double"], [width], OnnxAttribute.Of("to", (long)OnnxType.Float));
            graph.Output(width, OnnxType.Float, -1);
        }
        return graph.ToModel("calibration", "IonSweep", typeof(OnnxExport).Assembly.GetName().Version!.ToString(3),
        [
            new("card", JsonSerializer.Serialize(card, SweepJson.Compact)),
            new("axis", string.Join(' ', card.Wavelengths.Select(position => position.ToString("R", CultureInfo.InvariantCulture)))),
        ]);
    }

    private static string Output(OnnxGraph graph, OnnxFormulas formulas, FormulaValue value, string name)
    {
        string column = graph.Node("Squeeze", [formulas.NameOf(value), graph.Constant([1L], 1)]);
        graph.Node("Cast", [column], [name], OnnxAttribute.Of("to", (long)OnnxType.Float));
        graph.Output(name, OnnxType.Float, -1);
        return name;
    }
}
