using System.Reflection;
using System.Text.Json;
using Microsoft.Playwright;

namespace IonSweep.Web.Tests.Browser;

/// <summary>axe-core, which looks for what keeps people from using a page: missing names, contrast, order, roles.</summary>
public static class Axe
{
    /// <summary>Its source; null where it is not installed.</summary>
    public static string? Script { get; } = Read();

    /// <summary>All violations of all its rules on the page as it is shown now, each with the elements that have it.</summary>
    public static async Task<IReadOnlyList<string>> ViolationsAsync(IPage page)
    {
        await page.EvaluateAsync(Script!); // by the debugger, so that the page's policy stays as it is
        JsonElement found = (await page.EvaluateAsync("""
            () => axe.run(document, { resultTypes: ['violations'] }).then(result => result.violations.flatMap(
                one => one.nodes.map(node => `${one.id} (${one.help}): ${node.target.join(' ')}: ${node.failureSummary}`)))
            """))!.Value;
        return [.. found.EnumerateArray().Select(one => one.GetString()!)];
    }

    private static string? Read()
    {
        string root =
            typeof(Axe).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryPath").Value!;
        string path = Path.Combine(root, "tests", "tools", "axe", "node_modules", "axe-core", "axe.min.js");
        return File.Exists(path) ? File.ReadAllText(path) : null;
    }
}
