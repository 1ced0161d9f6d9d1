namespace IonSweep.Web.Tests.Browser;

/// <summary>A test that needs Chromium and axe-core; skipped, saying so, where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute()
    {
        if (ChromiumFactAttribute.Browser is null) Skip = new ChromiumFactAttribute().Skip;
        else if (Axe.Script is null)
            Skip =
                "axe-core is not installed; 'npm install --prefix tests/tools/axe --no-save axe-core@4.10.3' at the root, or run .ci/run.";
    }
}
