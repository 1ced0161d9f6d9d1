using System.Reflection;

namespace IonSweep.Deploy.Tests.Rendering;

/// <summary>The files of the repository.</summary>
public static class Repository
{
    /// <summary>Its root.</summary>
    public static string Root { get; } = typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(data => data.Key == "RepositoryPath").Value!;

    /// <summary>A file's full path.</summary>
    public static string PathOf(string file) => Path.Combine(Root, file);

    /// <summary>A file's text.</summary>
    public static string Read(string file) => File.ReadAllText(PathOf(file));
}
