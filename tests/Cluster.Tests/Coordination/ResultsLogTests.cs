using IonSweep.Grains.Coordination;
using IonSweep.Sweeps.Results;

namespace IonSweep.Cluster.Tests.Coordination;

public sealed class ResultsLogTests
{
    private static readonly ResultsLog.Entry[] Entries =
    [
        new("cells/0/zn2/e",
            new WorkResult.Cell(new CellResult { Fold = 0, Target = "zn2", Strategy = "e", Mae = 0.125, R2 = double.NaN }),
            new WorkTiming("cells/0/zn2/e", new DateTime(2025, 1, 2, 3, 4, 5, DateTimeKind.Utc), 1.5, 10, "silo-1", true)),
        new("cells/0/cu2/e",
            new WorkResult.Cell(
                new CellResult { Fold = 0, Target = "cu2", Strategy = "e", Failure = new WorkFailure("The loss is NaN.") }), null),
    ];

    [Fact]
    public void What_was_written_is_read()
    {
        IReadOnlyList<ResultsLog.Entry> read = ResultsLog.Read(ResultsLog.Write(Entries))!;
        Assert.Equal(Entries, read);
        Assert.Empty(ResultsLog.Read(ResultsLog.Write([]))!);
        Assert.Null(ResultsLog.Read(null));
    }

    [Fact]
    public void Any_changed_byte_and_any_truncation_is_noticed()
    {
        byte[] log = ResultsLog.Write(Entries);
        for (int i = 0; i < log.Length; i++)
        {
            byte[] altered = [.. log];
            altered[i] ^= 1;
            Assert.Null(ResultsLog.Read(altered));
            Assert.Null(ResultsLog.Read(log[..i]));
        }
    }

    [Fact]
    public void A_hundred_thousand_cells_take_a_few_megabytes()
    {
        byte[] log = ResultsLog.Write(Enumerable.Range(0, 100_000).Select(i => new ResultsLog.Entry(
            $"cells/{i / 8}/zn2/e",
            new WorkResult.Cell(new CellResult { Fold = i / 8, Target = "zn2", Strategy = "e", Mae = Math.Sqrt(i) }), null)));
        Assert.InRange(log.Length, 1, 20 << 20);
    }
}
