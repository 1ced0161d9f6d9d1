using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;

namespace IonSweep.Charts.Plots;

/// <summary>
/// Plots as JSON that stands in a page: what cannot stand there is escaped, numbers have as many digits as can be told apart, and lists of
/// abscissae that are alike are written once.
/// </summary>
public static class PlotJson
{
    private const int MostPrecise = 500; // points of a series whose values are written with six digits, else with four

    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All), // escapes <, > and & all the same
    };

    /// <summary>
    /// <c>{"least", "plots": [{"title", "x", "y", "rules", "series": [{"name", "legend", "colour", "kind", "x", "y"}]}], "xs": [[]]}</c>,
    /// where the <c>x</c> of a series is an index of <c>xs</c>.
    /// </summary>
    public static string Of(IReadOnlyList<Plot> plots)
    {
        Dictionary<string, int> abscissae = [];
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter json = new(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("least", plots.Max(plot => plot.LeastWidth));
            json.WriteStartArray("plots");
            foreach (Plot plot in plots) Write(json, plot, abscissae);
            json.WriteEndArray();
            json.WriteStartArray("xs");
            foreach (string one in abscissae.Keys) json.WriteRawValue(one, skipInputValidation: true); // in the order of their indices
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, Plot plot, Dictionary<string, int> abscissae)
    {
        json.WriteStartObject();
        json.WriteString("title", plot.Title);
        Write(json, "x", plot.X);
        Write(json, "y", plot.Y);
        json.WriteStartArray("rules");
        foreach (PlotRule rule in plot.Rules)
        {
            json.WriteStartObject();
            json.WriteBoolean("vertical", rule.IsVertical);
            json.WriteNumber("at", rule.At);
            json.WriteBoolean("dashed", rule.IsDashed);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("series");
        foreach (PlotSeries series in plot.Series)
        {
            json.WriteStartObject();
            json.WriteString("name", series.Name);
            json.WriteString("legend", series.Legend);
            json.WriteString("colour", series.Colour);
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(series.Kind.ToString()));
            string x = Numbers(series.X, 7);
            abscissae.TryAdd(x, abscissae.Count);
            json.WriteNumber("x", abscissae[x]);
            json.WritePropertyName("y");
            json.WriteRawValue(Numbers(series.Y, DigitsOf(series)), skipInputValidation: true);
            if (series.Upper.Count > 0)
            {
                json.WritePropertyName("upper");
                json.WriteRawValue(Numbers(series.Upper, DigitsOf(series)), skipInputValidation: true);
            }
            if (series.Dash.Length > 0) json.WriteString("dash", series.Dash);
            if (series.Names.Count > 0)
            {
                json.WriteStartArray("names");
                foreach (string name in series.Names) json.WriteStringValue(name);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, PlotAxis axis)
    {
        json.WriteStartObject(name);
        json.WriteString("title", axis.Title);
        json.WriteNumber("from", axis.From);
        json.WriteNumber("to", axis.To);
        if (axis.IsLogarithmic) json.WriteBoolean("logarithmic", true);
        if (axis.RunsHighToLow) json.WriteBoolean("highToLow", true);
        if (axis.Names.Count > 0)
        {
            json.WriteStartArray("names");
            foreach (string one in axis.Names) json.WriteStringValue(one);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static int DigitsOf(PlotSeries series) => series.Y.Count > MostPrecise ? 4 : 6;

    private static string Numbers(IReadOnlyList<double> values, int digits)
    {
        string format = "G" + digits.ToString(CultureInfo.InvariantCulture);
        StringBuilder text = new("[", values.Count * (digits + 3));
        for (int i = 0; i < values.Count; i++)
        {
            if (i > 0) text.Append(',');
            text.Append(double.IsFinite(values[i]) ? values[i].ToString(format, CultureInfo.InvariantCulture) : "null");
        }
        return text.Append(']').ToString();
    }
}
