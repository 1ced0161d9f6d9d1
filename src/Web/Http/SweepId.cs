using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Storage;

namespace IonSweep.Web.Http;

/// <summary>What a sweep's id may look like; it becomes part of paths, so nothing else gets through.</summary>
internal static class SweepId
{
    /// <summary>The id itself.</summary>
    /// <exception cref="InvalidSpecException">It is no id.</exception>
    public static string Check(string id) => SweepPaths.IsId(id)
        ? id
        : throw new InvalidSpecException("id",
            "id: expected 1 to 63 lower-case letters, digits and hyphens that begin with a letter or digit.");
}
