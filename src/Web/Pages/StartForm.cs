using System.Globalization;
using IonSweep.Sweeps.Errors;
using IonSweep.Sweeps.Resolution;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.Specification;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Pages;

/// <summary>Makes a spec from the start form: a preset, changed by the fields that were filled in.</summary>
internal static class StartForm
{
    /// <summary>The spec.</summary>
    /// <exception cref="InvalidSpecException">A field is unusable; says which.</exception>
    public static SweepSpec Read(IFormCollection form)
    {
        SweepSpec spec = SpecPresets.Get(Text(form, "preset") is { Length: > 0 } preset ? preset : SpecPresets.Quick);
        if (Text(form, "sha256") is { Length: > 0 } sha256)
            spec = spec with { Data = new DataSpec { Source = DataSources.Stored, Sha256 = sha256 }, AugmentedTargets = [] };
        if (Text(form, "folds") is { Length: > 0 } folds) spec = spec with { Folds = (int)Number("folds", folds, 1, 1000) };
        if (Text(form, "seed") is { Length: > 0 } seed) spec = spec with { Seed = Number("seed", seed, long.MinValue, long.MaxValue) };
        if (List(form, "targets") is { Count: > 0 } targets) spec = spec with { Targets = targets, AugmentedTargets = [] };
        if (List(form, "strategies") is { Count: > 0 } strategies) spec = spec with { Strategies = strategies };
        SpecValidator.Validate(spec);
        return spec;
    }

    private static string Text(IFormCollection form, string field) => form[field].ToString().Trim();

    private static IReadOnlyList<string> List(IFormCollection form, string field) =>
        Text(form, field).Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static long Number(string field, string text, long least, long most) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= least
            && number <= most
            ? number
            : throw new InvalidSpecException(field,
                $"{field}: expected a whole number{(least > long.MinValue ? $" from {least} to {most}" : "")}, found '{text}'.");
}
