using System.Globalization;
using IonSweep.Learning;
using IonSweep.Learning.Cpu;
using IonSweep.Learning.Networks;
using IonSweep.Spectra.Formulas;
using IonSweep.Spectra.Storage;

namespace IonSweep.Sweeps.Models;

/// <summary>
/// The mean of several regression networks, member i of which has the tensors <c>member.i.layers.j.weight</c> [outputs, inputs] and
/// <c>.bias</c>.
/// </summary>
/// <param name="Members">One or more, of one architecture.</param>
public sealed record NetworkEnsemble(IReadOnlyList<MlpWeights> Members) : IFormulaModel
{
    /// <summary>Value of <see cref="Kind"/>.</summary>
    public const string KindName = "network-ensemble";

    private const string MembersKey = "members";

    /// <inheritdoc/>
    public string Kind => KindName;

    /// <inheritdoc/>
    public IReadOnlyList<SafetensorsTensor> Tensors =>
        [.. Members.SelectMany((member, i) => member.Layers.SelectMany((layer, j) => DenseTensors.Of(Name(i, j), layer)))];

    /// <inheritdoc/>
    public IReadOnlyList<(string Key, string Value)> Description =>
    [
        (MembersKey, Members.Count.ToString(CultureInfo.InvariantCulture)), ("architecture", Members[0].Architecture.Slug),
        ("activation", "sigmoid, last layer linear"),
    ];

    /// <inheritdoc/>
    public float[] Predict(NetworkEvaluator evaluator, RowSet spectra)
    {
        double[] sums = new double[spectra.Count * Members[0].Architecture.Outputs];
        foreach (MlpWeights member in Members)
        {
            float[] predicted = evaluator.Predict(member, spectra);
            for (int i = 0; i < sums.Length; i++) sums[i] += predicted[i];
        }
        return [.. sums.Select(sum => (float)(sum / Members.Count))];
    }

    /// <inheritdoc/>
    public FormulaValue Write(IFormulas formulas, FormulaValue scaled)
    {
        FormulaValue sum = NetworkFormulas.Write(Members[0], formulas, scaled);
        foreach (MlpWeights member in Members.Skip(1)) sum = formulas.Add(sum, NetworkFormulas.Write(member, formulas, scaled));
        return formulas.Divide(sum, formulas.Constant(Members.Count));
    }

    /// <summary>The networks of a file.</summary>
    /// <exception cref="DamagedArtifactException">Says what is wrong.</exception>
    public static NetworkEnsemble Read(SafetensorsFile file)
    {
        int members = file.Integer(MembersKey);
        if (members < 1) throw new DamagedArtifactException($"{file.Source} has {members} members; expected one or more.");
        return new NetworkEnsemble([.. Enumerable.Range(0, members).Select(i => MlpFile.Read(file, $"member.{i}."))]);
    }

    private static string Name(int member, int layer) => string.Create(CultureInfo.InvariantCulture, $"member.{member}.layers.{layer}");
}
