using System.Text.Json;
using System.Text.Json.Nodes;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Deploy.Tests;

/// <summary>Rendered objects against the schemas of Kubernetes and KEDA.</summary>
public sealed class SchemaTests
{
    [SchemaTheory]
    [MemberData(nameof(Overlay.All), MemberType = typeof(Overlay))]
    public void Every_rendered_object_follows_its_schema(string overlay) => Assert.Equal("", Problems([.. Overlay.Of(overlay).Objects]));

    [SchemaFact]
    public void Objects_that_are_applied_alone_follow_their_schemas() => Assert.Equal(
        "", Problems([.. ((string[])["deploy/k8s/namespace.yaml", "deploy/k8s/overlays/local/volume.yaml"])
            .SelectMany(file => Yaml.Documents(Repository.Read(file)))]));

    [SchemaFact]
    public void The_check_notices_a_wrong_value_a_missing_field_and_one_of_another_name()
    {
        string Broken(string old, string changed) => Problems([.. Yaml.Documents("""
            apiVersion: apps/v1
            kind: Deployment
            metadata: { name: one }
            spec:
              replicas: 1
              selector: { matchLabels: { a: b } }
              template:
                metadata: { labels: { a: b } }
                spec: { containers: [ { name: c, image: i } ] }
            """.Replace(old, changed))]);
        Assert.Equal("", Broken("replicas: 1", "replicas: 2"));
        Assert.Contains("replicas must be integer", Broken("replicas: 1", "replicas: many"));
        Assert.Contains("selector", Broken("selector: { matchLabels: { a: b } }", "paused: false"));
        Assert.Contains("replica", Broken("replicas: 1", "replica: 1"));
        Assert.Contains("imag", Broken("image: i", "imag: i"));
        Assert.Contains("there is no Deployment in apps/v2", Broken("apps/v1", "apps/v2"));
    }

    private static string Problems(IReadOnlyList<JsonObject> objects)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, JsonSerializer.Serialize(objects));
            (int exit, string output, string error) = InstalledProgram.Run(
                "node", Repository.PathOf("tests/Deploy.Tests/Schema/validate.cjs"), Schemas.Folder, file);
            return exit == 0 ? output : $"{output}{error}";
        }
        finally
        {
            File.Delete(file);
        }
    }
}
