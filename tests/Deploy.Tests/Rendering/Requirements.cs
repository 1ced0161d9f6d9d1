namespace IonSweep.Deploy.Tests.Rendering;

/// <summary>A test that renders overlays; skipped, saying so, where kubectl is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RenderedFactAttribute : FactAttribute
{
    public RenderedFactAttribute() => Skip = InstalledProgram.WithoutKubectl;
}

/// <inheritdoc cref="RenderedFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RenderedTheoryAttribute : TheoryAttribute
{
    public RenderedTheoryAttribute() => Skip = InstalledProgram.WithoutKubectl;
}

/// <summary>A test that checks objects against schemas; skipped, saying so, where these or what reads them are not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SchemaFactAttribute : FactAttribute
{
    public SchemaFactAttribute() => Skip = Schemas.Missing;
}

/// <inheritdoc cref="SchemaFactAttribute"/>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SchemaTheoryAttribute : TheoryAttribute
{
    public SchemaTheoryAttribute() => Skip = Schemas.Missing ?? InstalledProgram.WithoutKubectl;
}

/// <summary>The schemas of Kubernetes and KEDA.</summary>
public static class Schemas
{
    /// <summary>Where they are installed.</summary>
    public static string Folder { get; } = Repository.PathOf("tests/tools/schemas/node_modules");

    /// <summary>Why nothing can be checked against them; null when it can.</summary>
    public static string? Missing => InstalledProgram.Missing("node", "apt-get install nodejs npm")
        ?? (Directory.Exists(Path.Combine(Folder, "kubernetes-models")) && Directory.Exists(Path.Combine(Folder, "typescript"))
            ? null
            : "the schemas are not installed; 'npm install --prefix tests/tools/schemas --no-save kubernetes-models@4.5.1 "
                + "@kubernetes-models/keda@0.4.2 typescript@5.4.5'.");
}
