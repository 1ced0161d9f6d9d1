using System.Text.Json;
using System.Text.Json.Serialization;
using IonSweep.Formats;
using IonSweep.Formats.Blocks;
using IonSweep.Spectra;
using IonSweep.Spectra.Axes;
using IonSweep.Sweeps.Deployment;
using IonSweep.Sweeps.Serialization;
using Microsoft.AspNetCore.Http;

namespace IonSweep.Web.Api;

/// <summary>Spectra to predict, as JSON.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record SpectraJson
{
    /// <summary>One spectrum, C values.</summary>
    public float[]? Spectrum { get; init; }

    /// <summary>N spectra of C values each, instead of one.</summary>
    public IReadOnlyList<float[]>? Spectra { get; init; }

    /// <summary>C positions of the channels, ascending or descending; null, the default, for the model's own.</summary>
    public double[]? Axis { get; init; }

    /// <summary>What the positions are. Default the model's.</summary>
    public AxisUnit? AxisUnit { get; init; }

    /// <summary>What the values are. Default unknown.</summary>
    public Ordinate Ordinate { get; init; }

    /// <summary>One id a spectrum; null, the default, for none.</summary>
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>The spectra, checked.</summary>
    /// <param name="card">Of the model, whose axis counts where none is given.</param>
    /// <exception cref="InvalidDatasetException">Says which spectrum and channel, and what was expected.</exception>
    public UnlabelledSpectra Read(ModelCard card)
    {
        if (Spectrum is null == Spectra is null)
            throw new InvalidDatasetException("The body must have either 'spectrum', an array of numbers, or 'spectra', an array of such.");
        IReadOnlyList<float[]> rows = Spectra ?? [Spectrum!];
        double[] axis = Axis ?? [.. card.Wavelengths];
        if (rows.Count == 0) throw new InvalidDatasetException("'spectra' is empty; expected at least one spectrum.");
        if (Ids is not null && Ids.Count != rows.Count)
            throw new InvalidDatasetException($"There are {Ids.Count} 'ids' for {rows.Count} spectra; expected one each.");
        if (axis.Length == 0) throw new InvalidDatasetException("'axis' is empty; expected the positions of the channels.");
        bool descending = axis.Length > 1 && axis[0] > axis[^1];
        if (descending) Array.Reverse(axis);
        for (int c = 0; c < axis.Length; c++)
            if (!double.IsFinite(axis[c]) || (c > 0 && axis[c] <= axis[c - 1]))
                throw new InvalidDatasetException($"'axis' does not ascend or descend strictly at channel {c + 1}.");
        float[] values = new float[rows.Count * axis.Length];
        for (int row = 0; row < rows.Count; row++)
        {
            float[]? spectrum = rows[row];
            if (spectrum?.Length != axis.Length)
                throw new InvalidDatasetException(
                    $"Spectrum {row + 1} has {spectrum?.Length ?? 0} channels; expected {axis.Length}"
                    + (Axis is null ? ", those of the model. Give an 'axis' where it was measured at others." : ", as 'axis' has."));
            int bad = Array.FindIndex(spectrum, value => !float.IsFinite(value));
            if (bad >= 0) throw new InvalidDatasetException($"Spectrum {row + 1}, channel {bad + 1}: expected a number.");
            Span<float> into = values.AsSpan(row * axis.Length, axis.Length);
            spectrum.CopyTo(into);
            if (descending) into.Reverse();
        }
        return new UnlabelledSpectra("The body", new DatasetOrigin(false, "request"), axis, values, Ids)
        {
            AxisUnit = AxisUnit ?? card.AxisUnit,
            Ordinate = Ordinate,
        };
    }
}

/// <summary>Reads spectra that are to be predicted from a request's body.</summary>
internal static class SpectraBody
{
    /// <summary>Media type of <see cref="SpectraJson"/>.</summary>
    public const string Json = "application/json";

    /// <summary>The spectra.</summary>
    /// <param name="body">The whole body.</param>
    /// <param name="isJson">It is <see cref="SpectraJson"/>; otherwise a file of any known format.</param>
    /// <param name="name">Name of the file, for messages.</param>
    /// <param name="options">What the sender says of the file.</param>
    /// <param name="card">Of the model.</param>
    /// <exception cref="InvalidDatasetException">They cannot be read; says where and why.</exception>
    public static UnlabelledSpectra Read(
        ReadOnlyMemory<byte> body, bool isJson, string name, ReadingOptions options, ModelCard card)
    {
        if (!isJson) return DatasetFile.ReadSpectra(new FileContent(name, body), options);
        try
        {
            return (JsonSerializer.Deserialize<SpectraJson>(body.Span, SweepJson.Compact)
                ?? throw new InvalidDatasetException("The body is null; expected an object with 'spectrum' or 'spectra'.")).Read(card);
        }
        catch (JsonException e)
        {
            throw new InvalidDatasetException($"The body is not what was expected: {e.Message}", e);
        }
    }

    /// <summary>The whole body of a request, within what was allowed.</summary>
    public static async Task<ReadOnlyMemory<byte>> BytesAsync(HttpRequest request, CancellationToken cancellation)
    {
        using MemoryStream body = new((int)Math.Min(request.ContentLength ?? 0, int.MaxValue / 2));
        await request.Body.CopyToAsync(body, cancellation);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }
}
