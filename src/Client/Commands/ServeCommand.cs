using System.CommandLine;
using IonSweep.Client.Errors;
using IonSweep.Client.Running;
using IonSweep.Sweeps.Service;
using IonSweep.Web;
using IonSweep.Web.Hosting;

namespace IonSweep.Client.Commands;

/// <summary><c>ionsweep serve</c>: the HTTP API and the live page over the sweeps of one folder, trained in this process.</summary>
internal static class ServeCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Option<string[]> urls = new("--urls")
        {
            HelpName = "URL,URL",
            Description = "Addresses to listen on. Default http://127.0.0.1:5080.",
            AllowMultipleArgumentsPerToken = true
        };
        Option<string> data = new("--data-dir")
        {
            HelpName = "DIR",
            Description = "Folder of datasets and sweeps. Default ./ionsweep-server.",
            DefaultValueFactory = _ => "ionsweep-server"
        };
        Option<int?> threads = NumberOption.Create<int>(
            "--threads", "Trainings at once; results do not depend on it. Default: the number of processors.", 1);
        Option<int?> upload = NumberOption.Create<int>("--max-upload-mib", "Largest dataset that may be uploaded, in MiB. Default 512.", 1);
        Option<bool> insecure = new("--insecure")
        {
            Description =
            "Listen beyond this machine without a token: everybody who can reach the address may start, cancel and delete sweeps."
        };
        TokenArguments token = new();
        Option<string?> tokens = TokensFileOption.Create();
        Option<string?> audit = new("--audit-file")
        {
            HelpName = "FILE",
            Description = "File that each change is written down in, a JSON line each. Nothing is changed while it cannot be written.",
        };
        Option<int?> running = NumberOption.Create<int>("--max-running", "Sweeps that may run at once. Default 64.", 1);
        Option<int?> runningEach = NumberOption.Create<int>("--max-running-each", "Sweeps of one person that may run. Default 16.", 1);
        Option<int?> uploadsEach = NumberOption.Create<int>(
            "--max-uploads-each", "Files that one person may store a day. Default 1000.", 1);
        Option<int?> sentEach = NumberOption.Create<int>(
            "--max-upload-gib-each", "GiB that one person may store a day. Default 16.", 1);

        Command command = new("serve", "Serve sweeps over HTTP: API and live page. Interrupted sweeps of the folder go on.") { urls, data,
            threads, upload, tokens, audit, running, runningEach, uploadsEach, sentEach, insecure };
        token.AddTo(command);
        command.SetAction(async line =>
        {
            string[] addresses = [.. (line.GetValue(urls) ?? [])
                .SelectMany(v => v.Split([',', ';'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))];
            ServerOptions options = new()
            {
                Token = token.Read(line),
                TokensFile = line.GetValue(tokens) ?? "",
                AuditFile = line.GetValue(audit) ?? "",
                Insecure = line.GetValue(insecure),
                Started = Announce,
            };
            if (addresses.Length > 0) options = options with { Urls = addresses };
            options = options with
            {
                RunningSweeps = line.GetValue(running) ?? options.RunningSweeps,
                RunningSweepsEach = line.GetValue(runningEach) ?? options.RunningSweepsEach,
                UploadsEach = line.GetValue(uploadsEach) ?? options.UploadsEach,
                UploadBytesEach = line.GetValue(sentEach) * 1024L * 1024 * 1024 ?? options.UploadBytesEach,
            };
            if (line.GetValue(upload) is { } mebibytes) options = options with { MaximumDatasetBytes = mebibytes * 1024L * 1024 };
            return await RunAsync(line.GetValue(data)!, line.GetValue(threads) ?? Environment.ProcessorCount, options);
        });
        return command;
    }

    private static async Task<int> RunAsync(string folder, int threads, ServerOptions options)
    {
        using StopSignals signals = new();
        IonSweepServer.Check(options); // before the folder is touched
        await using InProcessSweepService service = InProcessSweepService.OpenFolder(
            folder, new InProcessOptions { Threads = threads, AllowFiles = false });
        foreach ((string id, string failure) in await service.ResumeInterruptedAsync(signals.Stop))
            Console.Out.WriteLine(failure.Length == 0 ? $"Going on with sweep {id}" : $"Sweep {id} cannot go on: {failure}");
        await IonSweepServer.RunAsync(options, service, signals.Stop);
        Console.Out.WriteLine("Stopping: saving checkpoints. 'ionsweep serve' on the same folder goes on.");
        return ExitCode.Done;
    }

    private static void Announce(IReadOnlyList<string> addresses)
    {
        foreach (string address in addresses) Console.Out.WriteLine($"Listening on {address}");
    }
}
