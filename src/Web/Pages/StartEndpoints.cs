using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.Storage;
using IonSweep.Web.Api;
using IonSweep.Web.Http;
using IonSweep.Web.Live;
using IonSweep.Web.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace IonSweep.Web.Pages;

/// <summary>The page that sweeps are started on: a form and the spec beside it.</summary>
internal static class StartEndpoints
{
    /// <summary>Adds the routes.</summary>
    public static void Map(IEndpointRouteBuilder pages)
    {
        pages.MapGet("/start", OpenAsync);
        pages.MapPost("/start", (HttpContext context, ISweepService service, StartChoices choices, SweepFeeds feeds, ServerOptions options,
            CancellationToken cancellation) => SentAsync(context, service, choices, feeds, options, true, cancellation))
            .Needs(Role.Submit).Takes(QuotaKind.RunningSweep);
        pages.MapPost("/start/look", (HttpContext context, ISweepService service, StartChoices choices, SweepFeeds feeds,
            ServerOptions options, CancellationToken cancellation) =>
                SentAsync(context, service, choices, feeds, options, false, cancellation)).Needs(Role.Read); // changes nothing
    }

    private static async Task<IResult> OpenAsync(
        HttpContext context, string? data, string? copy, string? preset, ISweepService service, StartChoices choices,
        CancellationToken cancellation)
    {
        SweepSpec spec;
        if (copy is not null)
        {
            SweepSnapshot snapshot = await service.GetAsync(SweepPaths.CheckId(copy), cancellation)
                ?? throw new SweepNotFoundException(copy);
            spec = OnData(snapshot.Spec, snapshot.Summary.Dataset.Sha256);
        }
        else
        {
            spec = SpecPresets.Get(preset ?? (data is null ? SpecPresets.Quick : SpecPresets.Search));
            if (data is not null) spec = OnData(spec, data) with { Targets = [], AugmentedTargets = [] };
        }
        SpecValidator.Validate(spec);
        return await PageAsync(context, await choices.ViewAsync(spec, cancellation));
    }

    private static async Task<IResult> SentAsync(
        HttpContext context, ISweepService service, StartChoices choices, SweepFeeds feeds, ServerOptions options, bool starts,
        CancellationToken cancellation)
    {
        if (!RequestForm.Is(context.Request)) return Problems.Result(415, "Expected the start form.", "content-type");
        IFormCollection form = await RequestForm.ReadAsync(context.Request, cancellation);
        string yaml = form["spec"].ToString().ReplaceLineEndings("\n");
        StartFields fields = StartFields.Read(form);
        bool yamlChanged = StartChoices.KeyOf(yaml) != form["spec-key"], fieldsChanged = StartChoices.KeyOf(fields.Key) != form["form-key"];
        SweepSpec? read = null;
        try
        {
            read = SpecReader.Read(yaml, "spec");
            if (!starts && form["use"] == "preset")
            {
                SweepSpec preset = SpecPresets.Get(form["preset"].ToString());
                SweepSpec spec = read.Data.Source == DataSources.Stored
                    ? OnData(preset, read.Data.Sha256) with { AugmentedTargets = [] } : preset;
                return await PageAsync(context, await choices.ViewAsync(spec, cancellation));
            }
            if (yamlChanged && fieldsChanged && starts)
                throw new InvalidSpecException("",
                    "Both the form and the spec beside it were changed. The form shows the spec now; look at it and start it.");
            SweepSpec chosen = yamlChanged ? read : fields.Apply(read, await choices.OfferAsync(read, cancellation));
            SpecValidator.Validate(chosen);
            if (!starts) return await PageAsync(context, await choices.ViewAsync(chosen, cancellation, yamlChanged ? yaml : null));
            SweepSummary summary = await service.SubmitAsync(SpecLimits.Check(chosen, options), null, cancellation);
            feeds.Get(summary.Id); // so that its page shows its curves from the start
            return PageAnswer.See($"/sweeps/{summary.Id}");
        }
        catch (Exception exception) when (ProblemKinds.Of(exception) is { Status: < 500 } kind)
        {
            InvalidSpecException error = exception as InvalidSpecException ?? new InvalidSpecException("", exception.Message);
            if (read is not null) error = SpecReader.Located(error, yaml);
            return await PageAsync(context, await choices.ViewAsync(read ?? new SweepSpec(), cancellation, yaml, error), kind.Status);
        }
    }

    private static SweepSpec OnData(SweepSpec spec, string sha256) =>
        spec with { Data = new DataSpec { Source = DataSources.Stored, Sha256 = sha256 } };

    private static Task<IResult> PageAsync(HttpContext context, StartView view, int status = 200) =>
        PageAnswer.OfAsync(context, typeof(StartPage), new()
        {
            [nameof(StartPage.View)] = view,
            [nameof(StartPage.Antiforgery)] = AccessControl.AntiforgeryOf(context),
        }, status);
}
