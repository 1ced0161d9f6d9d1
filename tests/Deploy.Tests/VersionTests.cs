using System.Text.RegularExpressions;
using System.Xml.Linq;
using IonSweep.Deploy.Tests.Rendering;

namespace IonSweep.Deploy.Tests;

/// <summary>The version stands in Directory.Build.props; who names it elsewhere names the same.</summary>
public sealed partial class VersionTests
{
    private static readonly Version Current = Version.Parse(
        XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("VersionPrefix").Single().Value);

    [Fact]
    public void Images_of_deploy_bear_the_version_and_the_upgrade_of_its_page_the_one_after()
    {
        HashSet<Version> named = [];
        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("deploy"), "*", SearchOption.AllDirectories))
            foreach (Match tag in TagPattern().Matches(File.ReadAllText(file)))
            {
                Version version = Version.Parse(tag.Groups[1].Value);
                named.Add(version);
                if (Path.GetFileName(file) != "README.md")
                    Assert.True(version == Current, $"{file}: {tag.Value}, but the version is {Current}.");
            }
        Assert.Equal([Current, new Version(Current.Major, Current.Minor, Current.Build + 1)], named.Order());
    }

    [Fact]
    public void No_project_has_a_version_of_its_own()
    {
        foreach (string folder in (string[])["src", "tests", "bench"])
            foreach (string file in Directory.EnumerateFiles(Repository.PathOf(folder), "*.csproj", SearchOption.AllDirectories))
                Assert.DoesNotMatch("<(Version|VersionPrefix|AssemblyVersion|InformationalVersion)>", File.ReadAllText(file));
    }

    [Fact]
    public void The_python_package_bears_the_version()
    {
        Assert.Contains($"\nversion = \"{Current}\"\n", Repository.Read("clients/python/pyproject.toml"));
        Assert.Contains($"\n__version__ = \"{Current}\"\n", Repository.Read("clients/python/ionsweep/__init__.py"));
    }

    [Fact]
    public void The_changelog_begins_with_the_version() =>
        Assert.Equal($"{Current}", EntryPattern().Match(Repository.Read("CHANGELOG.md")).Groups[1].Value);

    [GeneratedRegex(@"(?:ionsweep/[a-z-]+:|newTag: )(\d+\.\d+\.\d+)")]
    private static partial Regex TagPattern();

    [GeneratedRegex(@"^## (\d+\.\d+\.\d+) \((?:unreleased|\d{4}-\d\d-\d\d)\)$", RegexOptions.Multiline)]
    private static partial Regex EntryPattern();
}
