using IonSweep.SearchBench;

// "figures DATA...": the preset search on each of these, as the table of docs/results.md. DATA: a file with spectra and targets,
// "absorption" (one of 16 simulated solutions) or "libs" (simulated emission spectra);
// "numbers FILE OUT": what preprocessings and regressions give on a file, for bench/twin/methods.py and search.py to repeat;
// "costs FILE": what a search of one target spends its processor time on;
// "answer FILE": the C# half of bench/twin/search.py.
switch (args)
{
    case ["figures", .. { Length: > 0 } data]:
        foreach (string one in data) await Figures.PrintAsync(one);
        return 0;
    case ["numbers", string file, string path]:
        NumbersFile.Write(new SearchCase(file), path);
        return 0;
    case ["costs", string file]:
        Costs.Print(new SearchCase(file));
        return 0;
    case ["answer", string file]:
        AnsweredSearches.Run(new SearchCase(file));
        return 0;
    default:
        Console.Error.WriteLine("Expected: figures DATA..., numbers FILE OUT, costs FILE, or answer FILE.");
        return 2;
}
