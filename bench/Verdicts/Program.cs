using System.Globalization;
using IonSweep.Bench.Verdicts;

// Size and power of the verdicts by simulation: how often they are wrong, and how often they see what is there.
CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
int sweeps = args.Length > 1 ? int.Parse(args[1], CultureInfo.InvariantCulture) : 10_000;
switch (args.FirstOrDefault())
{
    case "model":
        ModelSimulation.Write(Console.Out, sweeps);
        return 0;
    case "demand":
        DemandSimulation.Write(Console.Out, sweeps);
        return 0;
    case "resampling":
        ResamplingSimulation.Write(Console.Out, sweeps);
        return 0;
    default:
        Console.Error.WriteLine("Verdicts model|demand|resampling [SWEEPS]: simulated sweeps of each row, 10000 unless said otherwise.");
        return 2;
}
