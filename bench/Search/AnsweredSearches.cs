using System.Diagnostics;
using System.Globalization;

namespace IonSweep.SearchBench;

/// <summary>
/// The C# half of bench/twin/search.py: reads the number of a target, searches on one thread, and answers with processor seconds. Inner
/// products are made anew for each target: what a sweep shares between targets is no part of the comparison.
/// </summary>
internal static class AnsweredSearches
{
    public static void Run(SearchCase data)
    {
        while (Console.ReadLine() is { } line)
        {
            TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
            data.Search(data.NewSpectra(), int.Parse(line, CultureInfo.InvariantCulture)).Run();
            TimeSpan taken = Process.GetCurrentProcess().TotalProcessorTime - before;
            Console.WriteLine(taken.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        }
    }
}
