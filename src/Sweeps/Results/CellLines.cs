using System.Globalization;
using System.Text;
using System.Text.Json;
using IonSweep.Sweeps.Models;

namespace IonSweep.Sweeps.Results;

/// <summary>
/// Reads lines of a <see cref="ResultsLog"/> that are cells, as nearly all are, without the serializer: its code for these records takes
/// longer to be compiled than ten thousand lines take to be read. What is not known here is left to it. For one thread.
/// </summary>
internal sealed class CellLines
{
    private readonly Values _cell = new(
        "fold", "target", "strategy", "model", "failure", "mae", "rmse", "r2", "bias", "trainingRows", "trainingSamples", "testRows",
        "testSamples", "syntheticRows", "epochs", "bestEpoch", "bestValidationLoss", "capHit", "components", "choice", "trainer",
        "numericsVersion", "modelSha256");

    private readonly Values _timing = new("id", "startedUtc", "seconds", "epochs", "host", "resumed", "reusedFrom");

    /// <summary>The entry of a line; null when it is something else than a cell, or has something that is not known here.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public ResultsLog.Entry? Read(ReadOnlySpan<byte> line)
    {
        Utf8JsonReader reader = new(line);
        string? item = null;
        bool timed = false, isCell = false;
        if (!Enters(ref reader)) return null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("item"u8))
            {
                if (!reader.Read() || reader.TokenType != JsonTokenType.String) return null;
                item = reader.GetString();
            }
            else if (reader.ValueTextEquals("result"u8))
            {
                isCell = Enters(ref reader) && reader.Read() && reader.ValueTextEquals("cell"u8) && Enters(ref reader)
                    && _cell.Take(ref reader) && reader.Read() && reader.TokenType == JsonTokenType.EndObject;
                if (!isCell) return null;
            }
            else if (reader.ValueTextEquals("timing"u8))
            {
                timed = Enters(ref reader);
                if (timed ? !_timing.Take(ref reader) : reader.TokenType != JsonTokenType.Null) return null;
            }
            else
            {
                return null;
            }
        }
        return item is null || !isCell || reader.TokenType != JsonTokenType.EndObject || reader.Read() ? null
            : new ResultsLog.Entry(item, new WorkResult.Cell(Cell()), timed ? Timing() : null);
    }

    private static bool Enters(ref Utf8JsonReader reader) => reader.Read() && reader.TokenType == JsonTokenType.StartObject;

    // Values are given in the order of their names above.
    private CellResult Cell() => new()
    {
        Fold = _cell.Whole(),
        Target = _cell.Text() ?? "",
        Strategy = _cell.Text() ?? "",
        Model = _cell.Text() ?? ModelCatalog.Mlp.Slug,
        Failure = WorkFailure.Of(_cell.Text() ?? ""),
        Mae = _cell.Number(),
        Rmse = _cell.Number(),
        R2 = _cell.Number(),
        Bias = _cell.Number(),
        TrainingRows = _cell.Whole(),
        TrainingSamples = _cell.Whole(),
        TestRows = _cell.Whole(),
        TestSamples = _cell.Whole(),
        SyntheticRows = _cell.Whole(),
        Epochs = _cell.Whole(),
        BestEpoch = _cell.Whole(),
        BestValidationLoss = _cell.Number(),
        CapHit = _cell.Flag(),
        Components = _cell.Whole(),
        Choice = _cell.Text(),
        Trainer = _cell.Text() ?? "",
        NumericsVersion = _cell.Whole(),
        ModelSha256 = _cell.Text() ?? "",
    };

    private WorkTiming Timing() => new(_timing.Text() ?? "",
        DateTime.Parse(_timing.Text() ?? "", CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind),
        _timing.Number(), _timing.Whole(), _timing.Text() ?? "", _timing.Flag())
    {
        ReusedFrom = _timing.Text(),
    };

    /// <summary>Values of an object whose names are known; those that it lacks are empty, NaN, 0 or false.</summary>
    private sealed class Values(params string[] names)
    {
        private readonly byte[][] _names = [.. names.Select(Encoding.UTF8.GetBytes)];
        private readonly string?[] _texts = new string?[names.Length];
        private readonly double[] _numbers = new double[names.Length];
        private int _given;

        /// <summary>Reads an object that has begun to its end; false when it has another name, or something else than a value.</summary>
        public bool Take(ref Utf8JsonReader reader)
        {
            Array.Clear(_texts);
            Array.Fill(_numbers, double.NaN);
            _given = 0;
            int next = 0;
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                int place = next;
                while (!reader.ValueTextEquals(_names[place])) // the next one, nearly always
                {
                    place = (place + 1) % _names.Length;
                    if (place == next) return false;
                }
                next = (place + 1) % _names.Length;
                reader.Read();
                switch (reader.TokenType)
                {
                    case JsonTokenType.String: _texts[place] = reader.GetString(); break;
                    case JsonTokenType.Number: _numbers[place] = reader.GetDouble(); break;
                    case JsonTokenType.True or JsonTokenType.False: _numbers[place] = reader.GetBoolean() ? 1 : 0; break;
                    case JsonTokenType.Null: break;
                    default: return false;
                }
            }
            return reader.TokenType == JsonTokenType.EndObject;
        }

        public string? Text() => _texts[_given++];

        public double Number()
        {
            string? named = _texts[_given];
            double number = _numbers[_given++];
            return named is null ? number : double.Parse(named, CultureInfo.InvariantCulture); // "NaN", "Infinity"
        }

        public int Whole() => Number() is var number && double.IsNaN(number) ? 0 : (int)number;

        public bool Flag() => _numbers[_given++] == 1;
    }
}
