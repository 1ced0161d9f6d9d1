using IonSweep.Silo.Hosting;
using IonSweep.Silo.Options;
using IonSweep.Web;

if (args.Contains("--help"))
{
    Console.Write(CommandLine.Help);
    return 0;
}

WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
NodeOptions options;
try
{
    CommandLine.AddTo(builder.Configuration, args);
    options = OptionsReader.Read(builder.Configuration);
    if (options.IsGateway) builder.AddGateway(options);
    else builder.WebHost.UseUrls(options.Http.Url);
}
catch (Exception e) when (e is InvalidOptionsException or InvalidServerOptionsException)
{
    foreach (string problem in e.Message.Split('\n')) await Console.Error.WriteLineAsync($"ionsweep-silo: {problem}");
    return 2;
}

builder.AddNodeLogging(options);
builder.AddArtifacts(options);
if (options.IsSilo) builder.AddSilo(options);
else builder.AddClusterClient(options);
builder.AddNodeHealth(options);
builder.AddTelemetry(options);

WebApplication app = builder.Build();
if (options.IsGateway) app.MapGateway();
app.MapNodeHealth();
await app.RunAsync();
return 0;
