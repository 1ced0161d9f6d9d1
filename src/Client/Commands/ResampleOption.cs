using System.CommandLine;
using IonSweep.Spectra.Axes;

namespace IonSweep.Client.Commands;

/// <summary><c>--resample linear|cubic</c>: what happens to spectra on other channels; alone it means linear.</summary>
internal sealed class ResampleOption
{
    private readonly Option<string?> _option;

    /// <param name="description">What is interpolated, for help.</param>
    public ResampleOption(string description)
    {
        _option = new Option<string?>("--resample")
        {
            HelpName = "linear|cubic",
            Description = $"{description} Straight lines (the default) or a cubic spline; nothing is extrapolated.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        _option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var word }] && !Enum.TryParse<Interpolation>(word, ignoreCase: true, out _))
                result.AddError($"--resample is '{word}'; expected linear or cubic, and files before it.");
        });
    }

    /// <summary>Adds the option to a command.</summary>
    public void AddTo(Command command) => command.Add(_option);

    /// <summary>How to interpolate; null where it was not asked for.</summary>
    public Interpolation? Of(ParseResult line) => line.GetResult(_option) is null or { Implicit: true } ? null
        : line.GetValue(_option) is { } word ? Enum.Parse<Interpolation>(word, ignoreCase: true) : Interpolation.Linear;
}
