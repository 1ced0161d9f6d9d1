using System.Text;
using System.Text.Json;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;

namespace IonSweep.Sweeps.Tests.Serialization;

public class SealedJsonTests
{
    private static readonly WorkResult Result =
        new WorkResult.Cell(
            new CellResult { Fold = 3, Target = "zn2", Strategy = "vae-n", Mae = 0.1, Failure = new WorkFailure("Zn2+ „NaN“") });

    [Fact]
    public void What_was_sealed_opens_unchanged()
    {
        byte[] bytes = SealedJson.Seal(Result);
        Assert.Equal(Result, SealedJson.Open<WorkResult>(bytes));
        Assert.Contains("\"rmse\": \"NaN\"", Encoding.UTF8.GetString(bytes));
        Assert.Equal(bytes, SealedJson.Seal(SealedJson.Open<WorkResult>(bytes)));
    }

    [Fact]
    public void Any_changed_missing_or_added_byte_is_noticed()
    {
        byte[] bytes = SealedJson.Seal(Result);
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] altered = [.. bytes];
            altered[i] ^= 4;
            Assert.Null(SealedJson.Open<WorkResult>(altered));
            Assert.Null(SealedJson.Open<WorkResult>(bytes.AsSpan(0, i)));
            Assert.Null(SealedJson.Open<WorkResult>([.. bytes.AsSpan(0, i), (byte)' ', .. bytes.AsSpan(i)]));
        }
    }

    [Fact]
    public void A_result_stands_under_its_kind_with_its_failure_as_a_text()
    {
        string json = JsonSerializer.Serialize<WorkResult>(
            new WorkResult.Trust(new TrustResult { Fold = 1, Strategy = "e", Model = "pls" }), SweepJson.Compact);
        Assert.StartsWith("""{"trust":{"fold":1,"strategy":"e","model":"pls","failure":"",""", json);
        Assert.Null(JsonSerializer.Deserialize<WorkResult>(json, SweepJson.Compact)!.Failure);
        foreach (string wrong in new[] { "{}", "[]", "{\"other\":{}}", "{\"trust\":null}" })
            Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<WorkResult>(wrong, SweepJson.Compact));
    }
}
