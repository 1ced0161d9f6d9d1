using System.Diagnostics;
using System.Runtime.Versioning;
using IonSweep.Client.Errors;
using IonSweep.Client.Tests.Walks;

namespace IonSweep.Client.Tests.Python;

/// <summary>The tests of clients/python, written in Python, against the real program; and the package as pip installs it.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PythonClientTests
{
    private static readonly string Package = Path.Combine(Walk.Root, "clients", "python");
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(6);

    [PythonFact]
    public Task The_client_against_a_real_server() => UnittestAsync(PythonFactAttribute.Python("numpy")!, "tests.test_server");

    [PythonFact]
    public Task Retries_resumed_watches_and_errors_against_a_server_that_follows_a_script() =>
        UnittestAsync(PythonFactAttribute.Python("numpy")!, "tests.test_http");

    [PythonFact]
    public Task The_records_are_those_that_the_api_describes() => UnittestAsync(PythonFactAttribute.Python("numpy")!, "tests.test_schema");

    [PythonFact]
    public Task Exported_models_of_every_family_preprocessing_and_regression_predict_as_the_program_does() =>
        UnittestAsync(PythonFactAttribute.Python("numpy")!, "tests.test_models");

    [PythonFact]
    public Task The_notebook_of_examples_prints_what_stands_in_it() =>
        UnittestAsync(PythonFactAttribute.Python("numpy")!, "tests.test_notebook");

    [PythonFact("numpy", "sklearn")]
    public Task An_exported_model_is_a_scikit_learn_estimator() =>
        UnittestAsync(PythonFactAttribute.Python("numpy", "sklearn")!, "tests.test_estimator");

    [PythonFact("numpy", "pip", "setuptools", "wheel")]
    public async Task Pip_installs_the_folder_without_a_network()
    {
        string python = PythonFactAttribute.Python("numpy", "pip", "setuptools", "wheel")!;
        string folder = Directory.CreateTempSubdirectory("ionsweep-pip-").FullName;
        try
        {
            foreach (string file in (string[])["pyproject.toml", "README.md", .. Directory.GetFiles(Path.Combine(Package, "ionsweep"))])
            {
                string copy = Path.Combine(folder, "source", Path.GetRelativePath(Package, Path.Combine(Package, file)));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(Path.Combine(Package, file), copy);
            }
            await RunAsync(python, folder, ["-m", "pip", "install", "--no-build-isolation", "--no-index", "--no-deps", "--quiet",
                "--disable-pip-version-check", "--target", "installed", "./source"]);
            Assert.True(File.Exists(Path.Combine(folder, "installed", "ionsweep", "py.typed")));
            string told = await RunAsync(python, Path.Combine(folder, "installed"), ["-c", """
                import importlib.metadata, ionsweep
                print(ionsweep.__version__, importlib.metadata.version("ionsweep"), importlib.metadata.requires("ionsweep")[0])
                """]);
            string[] words = told.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(words[0], words[1]);
            Assert.StartsWith("numpy", words[2]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task UnittestAsync(string python, string module) => RunAsync(python, Package, ["-m", "unittest", module]);

    private static async Task<string> RunAsync(string python, string folder, string[] arguments)
    {
        ProcessStartInfo start = new(python, arguments) { WorkingDirectory = folder };
        start.Environment["IONSWEEP_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "ionsweep");
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        (int code, string said) = await ProgramRun.RunAsync(start, Hang);
        Assert.True(code == 0, $"{python} {string.Join(' ', arguments)} ended with {code}:\n{said}");
        return said;
    }
}
