using System.Text.Json;
using IonSweep.Learning.Selection;
using IonSweep.Spectra.Preprocessing;
using IonSweep.Spectra.Storage;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.SearchBench;

/// <summary>
/// Everything that a search computes on the way, to be repeated elsewhere. R rows, C channels, T targets, P preprocessings; M rows are held
/// out of the first inner split. <c>spectra</c> [R, C], <c>targets</c> [T, R], <c>held.s</c> rows of split s; <c>steps.p</c> [M, C] these
/// rows preprocessed; <c>predicted.p.method.t</c> [settings, M]; <c>covariance.p.method.t</c> index of the radial kernel, length, linear
/// share, noise and log marginal likelihood; <c>candidates</c> [T, P, methods] errors of the inner cross-validation, NaN where nothing was
/// tried, and <c>settings</c> chosen there.
/// </summary>
internal static class NumbersFile
{
    public static void Write(SearchCase data, string path)
    {
        int rows = data.Targets[0].Length, channels = data.Channels, targets = data.Targets.Length, count = data.Pipelines.Count;
        SearchSpectra spectra = data.NewSpectra();
        InnerSplit first = data.Splits[0];
        int held = first.Held.Length;
        List<SafetensorsTensor> tensors =
        [
            SafetensorsTensor.Of("spectra", [rows, channels], data.Spectra),
            SafetensorsTensor.Of("targets", [targets, rows], [.. data.Targets.SelectMany(one => one)]),
            .. data.Splits.Select((split, s) => SafetensorsTensor.Of($"held.{s}", [split.Held.Length], split.Held)),
        ];
        for (int p = 0; p < count; p++)
        {
            (PreprocessingPipeline pipeline, _) = spectra.Fit(p, first.Training, targets: null);
            double[] preprocessed = [.. first.Held.SelectMany(row => data.Spectra[(row * channels)..((row + 1) * channels)])];
            for (int i = 0; i < held; i++) pipeline.Apply(preprocessed.AsSpan(i * channels, channels));
            tensors.Add(SafetensorsTensor.Of($"steps.{p}", [held, channels], preprocessed));
            for (int t = 0; t < targets; t++)
            {
                SplitGram gram = spectra.Of(p, [first], data.Targets[t]).First();
                double[] known = [.. first.Training.Select(row => data.Targets[t][row])];
                foreach (IRegressionMethod method in RegressionMethods.All)
                {
                    (SplitGram split, int[] kept) = gram.Thinned(method.MaximumRows);
                    double[] of = [.. kept.Select(row => known[row])];
                    tensors.Add(SafetensorsTensor.Of(
                        $"predicted.{p}.{method.Slug}.{t}", [method.Settings.Count, held],
                        [.. method.Predict(split, of).SelectMany(one => one)]));
                    if (method is GaussianProcessMethod or ScoreGaussianProcessMethod)
                        tensors.Add(SafetensorsTensor.Of($"covariance.{p}.{method.Slug}.{t}", [5], Covariance(split, method, of)));
                }
            }
        }
        IRegressionMethod[] methods = [.. RegressionMethods.All];
        double[] errors = new double[targets * count * methods.Length];
        int[] settings = new int[errors.Length];
        Array.Fill(errors, double.NaN);
        for (int t = 0; t < targets; t++)
            foreach (SearchCandidate candidate in data.Search(spectra, t).Run())
            {
                int place = (t * count + candidate.Pipeline) * methods.Length + Array.IndexOf(methods, candidate.Method);
                errors[place] = candidate.Rmse;
                settings[place] = candidate.Setting;
            }
        tensors.Add(SafetensorsTensor.Of("candidates", [targets, count, methods.Length], errors));
        tensors.Add(SafetensorsTensor.Of("settings", [targets, count, methods.Length], settings));
        File.WriteAllBytes(path, SafetensorsFile.Write(tensors, new Dictionary<string, string>
        {
            ["pipelines"] = JsonSerializer.Serialize(data.Pipelines, SweepJson.Compact),
            ["methods"] = JsonSerializer.Serialize(
                methods.Select(method => new { method.Slug, method.Settings, Tried = data.Options.Methods.Contains(method) }),
                SweepJson.Compact),
            ["targets"] = JsonSerializer.Serialize(data.Names, SweepJson.Compact),
            ["race"] = JsonSerializer.Serialize(data.Options.Race, SweepJson.Compact),
        }));
    }

    private static double[] Covariance(SplitGram split, IRegressionMethod method, double[] targets)
    {
        double[] y = RegressionMethods.Centred(targets, RegressionMethods.Mean(targets));
        Covariance best = MarginalLikelihood.Maximise(split, method is GaussianProcessMethod
            ? GaussianProcessMethod.Kernels : ScoreGaussianProcessMethod.Kernels, y);
        return [best.Radial, best.Length, best.LinearShare, best.Noise, best.LogMarginalLikelihood];
    }
}
