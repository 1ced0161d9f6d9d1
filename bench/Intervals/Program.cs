using System.Globalization;
using IonSweep.Intervals;

// Coverage of cross-conformal intervals on simulated spectra, nominal 90 %:
//   dotnet run -c Release --project bench/Intervals [REPETITIONS]
int repetitions = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 200;
Console.WriteLine($"Nominal coverage 90 %, {repetitions} repetitions, each measured on 500 new samples.");
Console.WriteLine("| samples | model | coverage | SD between repetitions | mean half width |");
Console.WriteLine("| --- | --- | --- | --- | --- |");
foreach (int samples in (int[])[26, 60, 240])
{
    Repetition.Outcome[] outcomes = new Repetition.Outcome[repetitions];
    Parallel.For(
        0, repetitions, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i => outcomes[i] = Repetition.Run(samples, i));
    foreach ((string model, Func<Repetition.Outcome, (double Coverage, double HalfWidth)> of) in
        (IEnumerable<(string, Func<Repetition.Outcome, (double, double)>)>)
        [("PLS", one => one.Pls), ("Selected", one => one.Selected), ("Ensemble", one => one.Ensemble),
            ("Ensemble, by its members' spread", one => one.Normalised)])
    {
        double[] coverages = [.. outcomes.Select(one => of(one).Coverage)];
        double mean = coverages.Average(), sd = Math.Sqrt(coverages.Sum(c => (c - mean) * (c - mean)) / (repetitions - 1));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"| {samples} | {model} | {100 * mean:0.0} % | {100 * sd:0.0} % | {outcomes.Average(one => of(one).HalfWidth):0.0000} |"));
    }
}
