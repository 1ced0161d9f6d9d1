using System.Globalization;
using System.Text;

namespace IonSweep.Client.Tests;

/// <summary>
/// A folder with a small calibration set of two targets and specs that train on it for less than a second (short), a few (seconds), more
/// (long), or until stopped (endless). Removed afterwards.
/// </summary>
internal sealed class SmallSweep : IDisposable
{
    public const int Rows = 60, Channels = 12;

    public SmallSweep()
    {
        Folder = Directory.CreateTempSubdirectory("ionsweep-test-").FullName;
        File.WriteAllText(Path.Combine(Folder, "small.csv"), Csv());
        File.WriteAllText(Path.Combine(Folder, "short.yaml"), Spec(folds: 3, epochs: 150, patience: 40));
        File.WriteAllText(Path.Combine(Folder, "seconds.yaml"), Spec(folds: 3, epochs: 700, patience: 700));
        File.WriteAllText(Path.Combine(Folder, "long.yaml"), Spec(folds: 2, epochs: 20_000, patience: 20_000));
        File.WriteAllText(Path.Combine(Folder, "endless.yaml"), Spec(folds: 2, epochs: 10_000_000, patience: 10_000_000));
    }

    public string Folder { get; }

    public string Results(string sweep) => File.ReadAllText(Path.Combine(Folder, sweep, "results.csv"));

    public string Write(string name, string text)
    {
        File.WriteAllText(Path.Combine(Folder, name), text);
        return name;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    /// <summary>Two bands that overlap, a baseline, a little noise.</summary>
    public static string Csv()
    {
        Random random = new(7);
        StringBuilder csv = new("Cu2+ (M),Ni2+ (M)");
        for (int c = 0; c < Channels; c++) csv.Append(CultureInfo.InvariantCulture, $",{400 + 10 * c}");
        csv.Append('\n');
        for (int row = 0; row < Rows; row++)
        {
            double copper = random.NextDouble(), nickel = random.NextDouble() * 2, baseline = 0.02 * random.NextDouble();
            csv.Append(CultureInfo.InvariantCulture, $"{copper:F4},{nickel:F4}");
            for (int c = 0; c < Channels; c++)
            {
                double first = 1 / (1 + (c - 4) * (c - 4) / 6.0), second = 1 / (1 + (c - 8) * (c - 8) / 6.0);
                csv.Append(CultureInfo.InvariantCulture,
                    $",{copper * first + nickel * second / 2 + baseline + 0.002 * random.NextDouble():F5}");
            }
            csv.Append('\n');
        }
        return csv.ToString();
    }

    private static string Spec(int folds, int epochs, int patience) => $$"""
        preset: custom
        data: { source: file, file: small.csv }
        folds: {{folds}}
        strategies: [vae-n, cvae-n]
        regression: { hidden: [8, 4], patience: {{patience}}, epochCap: {{epochs}} }
        generator: { hidden: 8, latents: 3, patience: {{patience}}, epochCap: {{epochs}} }
        """;
}
