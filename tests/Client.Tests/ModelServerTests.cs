using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IonSweep.Client.Tests;

/// <summary>A model that the command line made, at a server of named people.</summary>
public sealed partial class ModelServerTests
{
    [Fact]
    public async Task A_server_predicts_to_the_bit_what_the_command_line_predicts_for_those_whose_tokens_allow_it()
    {
        using SmallSweep small = new();
        small.Write("search.yaml", """
            preset: custom
            data: { source: file, file: small.csv }
            folds: 5
            models: [pls, selected]
            strategies: [e]
            search: { pipelines: [[], [{ kind: snv }]], methods: [pls, ridge], innerFolds: 3, repeats: 1 }
            """);
        (await RunAsync("run", "search.yaml", "--out", "out")).Expect(0);
        (await RunAsync("train", "out", "--out", "trained.safetensors")).Expect(0);
        (await RunAsync("export", "out", "--family", "selected", "--out", "folds.safetensors")).Expect(0);
        string[] table = File.ReadAllLines(Path.Combine(small.Folder, "small.csv"));
        string spectra = string.Join('\n', table.Select(line => string.Join(',', line.Split(',')[2..]))) + "\n";
        small.Write("new.csv", spectra);

        string submit = (await RunAsync("token", "new", "anna", "--role", "submit", "--tokens-file", "people")).Expect(0).Output.Trim();
        string read = (await RunAsync("token", "new", "raman-2", "--role", "read", "--tokens-file", "people")).Expect(0).Output.Trim();
        Assert.Contains("raman-2", (await RunAsync("token", "list", "--tokens-file", "people")).Expect(0).Output);
        Assert.Contains("already", (await RunAsync("token", "new", "anna", "--role", "read", "--tokens-file", "people")).Expect(2).Error);
        using IonSweepProcess serving = IonSweepProcess.Start(
            small.Folder, "serve", "--data-dir", "served", "--urls", "http://127.0.0.1:0", "--tokens-file", "people");
        string address = Address().Match(await serving.LineAsync(line => line.StartsWith("Listening", StringComparison.Ordinal))).Value;

        foreach (string file in (string[])["trained.safetensors", "folds.safetensors"])
        {
            (await RunAsync("predict", "--model", file, "new.csv", "--out", "predicted.csv")).Expect(0);
            byte[] model = await File.ReadAllBytesAsync(Path.Combine(small.Folder, file));
            using HttpResponseMessage refused = await SendAsync(HttpMethod.Put, "/api/models", read, model, "application/octet-stream");
            Assert.Equal(403, (int)refused.StatusCode);
            using HttpResponseMessage stored = await SendAsync(HttpMethod.Put, "/api/models", submit, model, "application/octet-stream");
            Assert.Equal(201, (int)stored.StatusCode);
            string id = JsonNode.Parse(await stored.Content.ReadAsStringAsync())!["id"]!.GetValue<string>();
            using HttpResponseMessage predicted = await SendAsync(
                HttpMethod.Post, $"/api/models/{id}/predict", read, Encoding.UTF8.GetBytes(spectra), "text/csv");
            Assert.Equal(await File.ReadAllTextAsync(Path.Combine(small.Folder, "predicted.csv")),
                await predicted.Content.ReadAsStringAsync());
            using HttpResponseMessage fetched = await SendAsync(HttpMethod.Get, $"/api/models/{id}/file", read, null, "");
            Assert.Equal(model, await fetched.Content.ReadAsByteArrayAsync());
        }
        serving.Signal(IonSweepProcess.Sigterm);
        (await serving.EndAsync()).Expect(0);

        Task<IonSweepProcess.Ended> RunAsync(params string[] arguments) => IonSweepProcess.RunAsync(small.Folder, arguments);

        async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string token, byte[]? body, string type)
        {
            using HttpClient client = new() { BaseAddress = new Uri(address) };
            using HttpRequestMessage request = new(method, path);
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            request.Headers.Accept.ParseAdd("text/csv");
            if (body is not null)
            {
                request.Content = new ByteArrayContent(body);
                request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            }
            return await client.SendAsync(request);
        }
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
    private static partial Regex Address();
}
