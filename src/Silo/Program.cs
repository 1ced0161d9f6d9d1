using System.CommandLine;
using IonSweep.Silo.Hosting;
using IonSweep.Silo.Options;
using IonSweep.Web;

ParseResult line = CommandLine.Parse(args);
if (line is { Action: not null, Errors.Count: 0 }) return await line.InvokeAsync(); // help or version

WebApplicationBuilder builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
NodeOptions options;
try
{
    CommandLine.AddTo(builder.Configuration, line);
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
ILogger? log = null; // there is none before the application is built
OfferedTrainers? offered = options.IsSilo
    ? OfferedTrainers.Find(options.Training, trouble => log?.LogError("{Trouble} Its work goes on on the processor.", trouble)) : null;
if (offered is not null) builder.AddSilo(options, offered);
else builder.AddClusterClient(options);
builder.AddNodeHealth(options);
builder.AddTelemetry(options);

WebApplication app = builder.Build();
log = app.Logger;
if (offered is not null)
{
    if (offered.Trouble.Length > 0)
        app.Logger.LogWarning("The trainer {Trainer} is not offered. {Trouble}", options.Training.Trainer.ToString().ToLowerInvariant(),
            offered.Trouble);
    app.Logger.LogInformation("Trains with {Trainer}, {Slots} work items at once", offered.Text, offered.Slots);
}
if (options.IsGateway) app.MapGateway();
app.Logger.LogInformation("Role {Role} of cluster {Cluster}, at {Url}", options.Role, options.Cluster.Id, options.Http.Url);
app.MapNodeHealth();
await app.RunAsync();
return 0;
