// How long an instrument waits for the prediction of one spectrum, and a program for that of many.
//   dotnet run -c Release --project bench/Predictions -- [requests=2000]
// Starts `ionsweep serve`, trains a model of one ion on 468 simulated spectra of 911 channels, and asks it over loopback on one connection.
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

int requests = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 2000;
string folder = Directory.CreateTempSubdirectory("ionsweep-predictions-").FullName;
using Process server = Process.Start(new ProcessStartInfo(
    Path.Combine(AppContext.BaseDirectory, "ionsweep"), ["serve", "--urls", "http://127.0.0.1:0", "--data-dir", folder])
{ RedirectStandardOutput = true })!;
try
{
    string line = await server.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException("The server did not start.");
    using HttpClient http = new() { BaseAddress = new Uri(line["Listening on ".Length..]), Timeout = TimeSpan.FromMinutes(10) };
    const string spec = """
        {"preset": "custom", "folds": 5, "data": {"source": "simulate", "everyNth": 8}, "targets": ["zn2"], "strategies": ["e"],
         "models": ["pls", "selected", "mlp"], "regression": {"epochCap": 60, "patience": 60},
         "search": {"pipelines": [[], [{"kind": "snv"}]], "methods": ["pls", "ridge"], "innerFolds": 3, "repeats": 1}}
        """;
    using HttpResponseMessage submitted = await http.PostAsync(
        "/api/sweeps?id=bench", new StringContent(spec, Encoding.UTF8, "application/json"));
    submitted.EnsureSuccessStatusCode();
    while ((await http.GetFromJsonAsync<JsonElement>("/api/sweeps/bench")).GetProperty("summary").GetProperty("status").GetString()
        == "running") await Task.Delay(500);
    await MeasureAsync(http, "recommended, all rows", "{}");
    await MeasureAsync(http, "mlp 911-64-16-1, mean of 5 folds", """{"model": "mlp"}""");
    return 0;
}
finally
{
    server.Kill();
    await server.WaitForExitAsync();
    Directory.Delete(folder, recursive: true);
}

async Task MeasureAsync(HttpClient http, string name, string request)
{
    using HttpResponseMessage trained = await http.PostAsync(
        "/api/sweeps/bench/models", new StringContent(request, Encoding.UTF8, "application/json"));
    trained.EnsureSuccessStatusCode();
    string id = (await trained.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    Random random = new(3);
    string[] bodies = [.. Enumerable.Range(0, 50).Select(_ => $"{{\"spectrum\":[{Spectrum(random)}]}}")];
    string many = $"{{\"spectra\":[{string.Join(',', Enumerable.Range(0, 1000).Select(_ => $"[{Spectrum(random)}]"))}]}}";
    foreach (string body in bodies.Concat(bodies)) await AskAsync(body); // code is compiled and the model read
    double[] times = new double[requests];
    for (int i = 0; i < requests; i++) times[i] = await AskAsync(bodies[i % bodies.Length]);
    Array.Sort(times);
    await AskAsync(many);
    double batch = await AskAsync(many);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{name}: one spectrum median {times[requests / 2]:F2} ms, 99 % {times[requests * 99 / 100]:F2} ms, slowest {times[^1]:F2} ms of "
        + $"{requests}; 1000 spectra in one request {batch:F0} ms"));

    async Task<double> AskAsync(string body)
    {
        long start = Stopwatch.GetTimestamp();
        using HttpResponseMessage answer = await http.PostAsync(
            $"/api/models/{id}/predict", new StringContent(body, Encoding.UTF8, "application/json"));
        answer.EnsureSuccessStatusCode();
        await answer.Content.ReadAsByteArrayAsync();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }
}

static string Spectrum(Random random) => string.Join(',', Enumerable.Range(0, 911).Select(
    c => (0.5 + 0.4 * Math.Sin(c / 90.0) + 0.01 * random.NextDouble()).ToString("F5", CultureInfo.InvariantCulture)));
