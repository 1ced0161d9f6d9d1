namespace IonSweep.Sweeps.Service;

/// <summary>
/// Who asks for what this flow of control does, for a sweep's history. A server says so once for each request, whatever the request leads
/// to.
/// </summary>
public static class ActingPerson
{
    private static readonly AsyncLocal<string?> Current = new();

    /// <summary>Name of their token; empty, the default, where nobody needs one.</summary>
    public static string Name
    {
        get => Current.Value ?? "";
        set => Current.Value = value;
    }
}
