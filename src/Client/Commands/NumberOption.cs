using System.CommandLine;
using System.Globalization;
using System.Numerics;

namespace IonSweep.Client.Commands;

/// <summary>Options whose value is a whole number, with messages that say what was found and expected.</summary>
internal static class NumberOption
{
    /// <summary>An option without a default.</summary>
    public static Option<T?> Create<T>(string name, string description, T? smallest = null) where T : struct, IBinaryInteger<T> => new(name)
    {
        HelpName = "N",
        Description = description,
        CustomParser = result =>
        {
            string text = result.Tokens[0].Value;
            if (T.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out T value)
                && (smallest is null || value >= smallest)) return value;
            result.AddError($"{name} is '{text}'; expected a whole number{(smallest is null ? "" : $" of at least {smallest}")}.");
            return null;
        },
    };
}
