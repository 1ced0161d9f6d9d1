using System.Globalization;
using MiniExcelLibs;

namespace IonSweep.Client.Tests;

/// <summary>A table as an instrument and a laboratory have it: a JCAMP-DX file a spectrum, and a workbook of reference values.</summary>
internal static class InstrumentFiles
{
    /// <param name="folder">Gets <c>spectra/*.dx</c> and <c>values.xlsx</c>.</param>
    /// <param name="table">Lines of a CSV file: targets, then channels in nanometres.</param>
    public static void Write(string folder, string[] table)
    {
        string[] headers = [.. table.SkipWhile(line => line.StartsWith('#')).First().Split(',')];
        int first = Array.FindIndex(headers, header => double.TryParse(header, CultureInfo.InvariantCulture, out _));
        Directory.CreateDirectory(Path.Combine(folder, "spectra"));
        List<Dictionary<string, object>> values = [];
        foreach (string line in table.SkipWhile(line => line.StartsWith('#')).Skip(1))
        {
            string[] cells = line.Split(',');
            string name = string.Create(CultureInfo.InvariantCulture, $"s{values.Count:000}");
            File.WriteAllText(Path.Combine(folder, "spectra", name + ".dx"),
                $"##TITLE= {name}\n##JCAMP-DX= 4.24\n##DATA TYPE= UV/VIS SPECTRUM\n##XUNITS= NANOMETERS\n##YUNITS= ABSORBANCE\n"
                    + "##XYPOINTS= (XY..XY)\n"
                    + string.Concat(headers[first..].Zip(cells[first..], (x, y) => $"{x}, {y}\n")) + "##END=\n");
            Dictionary<string, object> row = new() { ["file"] = name };
            for (int c = 0; c < first; c++)
                if (double.TryParse(cells[c], CultureInfo.InvariantCulture, out double value)) row[headers[c]] = value;
            values.Add(row);
        }
        MiniExcel.SaveAs(Path.Combine(folder, "values.xlsx"), values);
    }
}
