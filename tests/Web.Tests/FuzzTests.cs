using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;
using IonSweep.Sweeps.Deployment;

namespace IonSweep.Web.Tests;

/// <summary>Whatever comes in, the server answers below 500, goes on, and writes nothing outside its folder.</summary>
public class FuzzTests
{
    private const int Bodies = 3400, Paths = 1600;

    private static readonly string[] Addresses =
    [
        "/api/sweeps", "/api/sweeps?id=a", "/api/sweeps?id=../x", "/api/sweeps/a/cancel", "/api/datasets",
        "/api/datasets?name=../../evil.csv", "/api/datasets/import", "/datasets", "/start", "/start/look", "/api/sweeps/plan",
        "/login", "/sweeps/a/cancel",
        "/sweeps/a/resume", "/api/sweeps/a", "/nowhere",
        "/api/models", "/api/models/MODEL/predict", "/api/models/MODEL/predict",
        "/api/models/MODEL/predict?resample=cubic&idColumn=x&sheet=y",
        "/api/models/0123456789abcdef/predict", "/models", "/models/MODEL/predict", "/models/MODEL", "/api/sweeps/a/models",
        "/sweeps/a/models", "/api/sweeps/plan", "/api/sweeps/a/extend", "/api/compare?sweeps=a,b", "/compare?sweeps=a,,../x",
        "/start?copy=a", "/api/catalog", "/logout", "/api/sweeps/a/history", "/sweeps/a/fragments/history",
        "/api/machines", "/machines", "/machines/now",
    ];

    private static readonly string[] Pieces =
    [
        "..", ".", "%2e%2e", "%2e%2e%2f", "%252e", "..%5c", "%00", "a", "A", "-", "a-", "é", "%C3%A9", "%ff%fe", "con", "a\\b", "*", "'",
        "\"", "<script>", "{id}", "a;b", "a?b=c", "a#b", " ", "%20",
        "etc/passwd", "figures", "fragments", "events", "history", "results", "report",
        "mae.svg", "mae.csv", "..%2f..%2fdata", "sweeps", "api",
        "datasets", "machines", "models", "now", "file", "predict", new string('x', 64), new string('y', 300), new string('z', 5000),
    ];

    [Fact]
    public async Task Nothing_that_comes_in_breaks_the_server_or_leaves_its_folder()
    {
        await using TrainingServer training = await TrainingServer.StartAsync(new ServerOptions
        {
            MaximumDatasetBytes = 200_000,
            RunningSweeps = 10_000,
            RunningSweepsEach = 10_000,
            UploadsEach = 100_000,
        });
        DeployedModel deployed = await TrainedModel.GetAsync();
        byte[] model = ModelFile.ToBytes(deployed);
        using HttpClient client = training.Server.NewClient();
        client.Timeout = TimeSpan.FromSeconds(60);
        using HttpResponseMessage stored = await client.PutAsync(
            "/api/datasets", new StringContent(TrainingServer.SmallCsv(), Encoding.UTF8, "text/csv"));
        string sha256 = JsonNode.Parse(await stored.Content.ReadAsStringAsync())!["sha256"]!.GetValue<string>();
        string id = (await training.Service.Models.StoreAsync(deployed)).Id;
        Random random = new(11);
        Dictionary<int, int> answers = [];

        for (int i = 0; i < Bodies; i++)
        {
            using HttpRequestMessage request = new(new HttpMethod(
                Pick(random, "POST", "POST", "POST", "PUT", "PUT", "DELETE", "PATCH", "GET", "OPTIONS", "BREW")),
                Pick(random, Addresses).Replace("MODEL", id));
            byte[] body = Body(random, sha256, model);
            request.Content = new ByteArrayContent(body);
            string type = Pick(random, "application/json", "application/json", "text/csv", "text/csv", "application/yaml",
                "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/vnd.ionsweep.dataset",
                "application/octet-stream", "", "a/b/c",
                "text/csv; charset=utf-99");
            if (type.Length > 0) request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
            if (random.Next(8) == 0) request.Headers.TransferEncodingChunked = true;
            if (random.Next(8) == 0)
                request.Headers.TryAddWithoutValidation("Accept", Pick(random, "text/html", "application/json", "*/*;q=9", "\"", ""));
            if (random.Next(8) == 0)
                request.Headers.TryAddWithoutValidation(
                    "Cookie", "ionsweep-session=" + Pick(random, "x", "1.2.3", ".", new string('a', 500)));
            if (random.Next(8) == 0)
                request.Headers.TryAddWithoutValidation("Last-Event-ID", Pick(random, "-1", "x-9223372036854775808", new string('-', 50)));
            int status;
            try
            {
                using HttpResponseMessage answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                status = (int)answer.StatusCode;
                if (status >= 400 && answer.Content.Headers.ContentType?.MediaType == "application/json")
                    Assert.Fail($"{request.Method} {request.RequestUri}: an error that is no problem+json");
            }
            catch (HttpRequestException exception) when (exception.InnerException is IOException)
            {
                status = 0; // cut off while it still sent, as it may be
            }
            Count(status,
                $"{request.Method} {request.RequestUri} {type}: {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(300, body.Length)))}");
        }

        for (int i = 0; i < Paths; i++)
        {
            StringBuilder path = new(Pick(random, "/api/sweeps/", "/api/sweeps/", "/sweeps/", "/", "//", "/assets/",
                "/api/sweeps/a/figures/", "http://127.0.0.1/"));
            for (int n = random.Next(1, 5); n > 0; n--) path.Append(Pick(random, Pieces)).Append(random.Next(3) == 0 ? "" : "/");
            string line =
                $"{Pick(random, "GET", "GET", "GET", "DELETE", "POST", "HEAD", "G\u0001T", "get")} {path} "
                    + $"{Pick(random, "HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "HTTP/9.9", "")}";
            Count(await RawAsync(training.Server.Address, line + Pick(random, "\r\nHost: 127.0.0.1", "\r\nHost: 127.0.0.1",
                "\r\nHost: evil.example", "", "\r\nHost: 127.0.0.1\r\nContent-Length: -5", "\r\nHost: 127.0.0.1\r\n: x")), line);
        }

        Assert.Equal(Bodies + Paths, answers.Values.Sum());
        Assert.True(answers.Keys.Count(status => status is >= 200 and < 500) >= 5, string.Join(", ", answers));
        Assert.Equal("""{"status":"ok"}""", await client.GetStringAsync("/healthz"));
        Assert.Equal(["data"], Directory.GetFileSystemEntries(training.Parent).Select(Path.GetFileName));

        void Count(int status, string what)
        {
            // 505 is the one right answer to a protocol version that does not exist; the connection layer gives it.
            Assert.True(status < 500 || (status == 505 && what.Split(' ') is not [_, _, "HTTP/1.1" or "HTTP/1.0"]), $"{status} for {what}");
            answers[status] = answers.GetValueOrDefault(status) + 1;
        }
    }

    private static byte[] Body(Random random, string sha256, byte[] model)
    {
        switch (random.Next(13))
        {
            case 0:
                byte[] noise = new byte[random.Next(300)];
                random.NextBytes(noise);
                return noise;
            case 10: return Encoding.UTF8.GetBytes(Spectra(random));
            case 11: return Encoding.UTF8.GetBytes(TrainedModel.SpectraCsv(random.Next(3)));
            case 12:
                byte[] altered = [.. model];
                for (int n = random.Next(4); n > 0; n--)
                    altered[random.Next(random.Next(2) == 0 ? 200 : altered.Length)] ^= (byte)random.Next(256);
                return random.Next(4) == 0 ? altered[..random.Next(altered.Length)] : altered;
            case 1: return Encoding.UTF8.GetBytes(new string(random.Next(2) == 0 ? '[' : '{', random.Next(1, 60_000)));
            case 2: return new byte[random.Next(60_000, 90_000)];
            case 3:
                return Encoding.UTF8.GetBytes(Pick(random, "", "null", "[]", "true", "\"x\"", "a: &a [*a]", "--- x\n--- y",
                "preset: !!js x", "\u0000", "﻿{}", "folds: 1e999", "seed: 99999999999999999999", "{\"folds\":1,\"folds\":2}"));
            case 4: return Encoding.UTF8.GetBytes(Csv(random));
            case 5:
                return Encoding.UTF8.GetBytes(
                    $"use={Pick(random, "preset", "look", "start", "")}&preset={Pick(random, "quick", "x", "")}"
                    + $"&data={Pick(random, sha256, "zz", "libs", "")}&folds={Pick(random, "0", "-1", "1e9", "x", "99999")}"
                    + $"&targets={Pick(random, "", "cu2", "../x")}"
                    + $"&spec={Pick(random, "preset: quick", "folds: [", "", "search: {pipelines: x}")}");
            case 6:
                return Encoding.UTF8.GetBytes(
                    $"--x\r\nContent-Disposition: form-data; name=\"{Pick(random, "files", "references", "name", "")}\"; "
                    + $"filename=\"{Pick(random, "a.csv", "../../b.csv", "", "a.dx")}\"\r\n\r\n{Csv(random)}\r\n--x"
                    + $"{Pick(random, "--\r\n", "\r\nContent-Disposition: form-data; name=resample\r\n\r\nx\r\n--x--\r\n", "")}");
            default: return Encoding.UTF8.GetBytes(Spec(random, sha256).ToJsonString());
        }
    }

    private static string Spectra(Random random)
    {
        string Row() => $"[{string.Join(',', Enumerable.Range(0, Pick(random, 12, 12, 12, 2, 0)).Select(
            _ => Pick(random, "0.1", "1e3", "-2", "0", "1e999", "null", "\"NaN\"")))}]";
        return Pick(random, $"{{\"spectrum\":{Row()}}}", $"{{\"spectra\":[{Row()},{Row()}]}}", $"{{\"spectrum\":{Row()},\"axis\":{Row()}}}",
            "{\"spectra\":[null]}", $"{{\"spectrum\":{Row()},\"axisUnit\":\"parsec\"}}", $"{{\"spectrum\":{Row()},\"ids\":[null]}}",
            "{\"spectrum\":[0,0,0,0,0,0,0,0,0,0,0,0]}", "{\"model\":\"pls\",\"targets\":[\"x\"]}", "{\"targets\":[null]}");
    }

    // A spec that would run, with one to three of its parts replaced by something else.
    private static JsonNode Spec(Random random, string sha256)
    {
        JsonObject spec = new()
        {
            ["preset"] = "custom",
            ["folds"] = 1,
            ["seed"] = random.Next(3),
            ["strategies"] = new JsonArray("e"),
            ["targets"] = new JsonArray("cu2"),
            ["data"] = new JsonObject { ["source"] = "stored", ["sha256"] = sha256 },
            ["regression"] = new JsonObject
            {
                ["hidden"] = new JsonArray(4),
                ["epochCap"] = 2,
                ["patience"] = 1,
                ["batchSize"] = 16,
                ["learningRate"] = 0.01
            },
        };
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            JsonObject where = random.Next(3) switch
            {
                0 => spec,
                1 when spec["data"] is JsonObject data => data,
                _ =>
                spec["regression"] as JsonObject ?? spec
            };
            string key = random.Next(6) == 0 ? Pick(random, "", "x", "__proto__", "$type", "Folds", new string('k', 2000))
                : where.Select(pair => pair.Key).DefaultIfEmpty("x").ElementAt(random.Next(Math.Max(1, where.Count)));
            where[key] = random.Next(12) switch
            {
                0 => null,
                1 => "x",
                2 => -1,
                3 => 0,
                4 => 1e300,
                5 => int.MaxValue,
                6 => new JsonArray(),
                7 => new JsonObject { ["a"] = new JsonArray(1, "b") },
                8 => true,
                9 => new string('s', random.Next(5000)),
                10 => "../../../etc/passwd",
                _ => new JsonArray([.. Enumerable.Range(0, random.Next(40)).Select(i => (JsonNode)i)]),
            };
        }
        return spec;
    }

    private static string Csv(Random random)
    {
        char[] text = TrainingServer.SmallCsv().ToCharArray();
        for (int n = random.Next(1, 6); n > 0; n--)
            text[random.Next(Math.Min(text.Length, 600))] = Pick(random, ",", "\n", "\"", "x", "-", "\0", "é", ".", " ", "\t", "#")[0];
        return new string(text, 0, random.Next(text.Length / 2, text.Length));
    }

    private static async Task<int> RawAsync(Uri server, string head)
    {
        using TcpClient tcp = new();
        await tcp.ConnectAsync(server.Host, server.Port);
        NetworkStream stream = tcp.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head + "\r\nConnection: close\r\n\r\n"));
        byte[] buffer = new byte[64];
        int read = 0;
        try
        {
            for (int got; read < 15
                && (got = await stream.ReadAsync(buffer.AsMemory(read)).AsTask().WaitAsync(TimeSpan.FromSeconds(60))) > 0; read += got) { }
        }
        catch (IOException)
        {
            return 0; // closed without a word, as Kestrel does with what is not HTTP
        }
        return read < 12 ? 0 : int.Parse(Encoding.ASCII.GetString(buffer, 9, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static T Pick<T>(Random random, params T[] choices) => choices[random.Next(choices.Length)];
}
