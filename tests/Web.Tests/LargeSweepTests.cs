using System.Text.RegularExpressions;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Service;
using IonSweep.Sweeps.State;
using IonSweep.Web.Live;

namespace IonSweep.Web.Tests;

/// <summary>A sweep of 10,000 cells is summarised, and watching it costs little.</summary>
public partial class LargeSweepTests
{
    [Fact]
    public async Task The_first_page_with_what_it_loads_stays_below_100_kilobytes_and_opens_folds_on_demand()
    {
        ScriptedSweepService service = new() { Work = LargeSweep.Work, Report = LargeSweep.Report };
        await using RunningServer server = await RunningServer.StartAsync(service);
        await service.SubmitAsync(LargeSweep.Spec, "large");
        service.Advance("large", "cells/7/zn2/e", WorkStatus.Running);
        service.Advance("large", "cells/8/li/e/pls", WorkStatus.Failed);

        string page = await server.Client.GetStringAsync("/sweeps/large");
        int bytes = page.Length;
        foreach (Match asset in Asset().Matches(page)) bytes += (await server.Client.GetByteArrayAsync(asset.Groups[1].Value)).Length;
        Assert.InRange(bytes, 10_000, 100_000);
        Assert.DoesNotContain("data-item=", page);
        Assert.Contains("href=\"/sweeps/large?folds=5-9#folds\"", page);
        Assert.Contains("<td class=\"cell running\">▶</td>", page);
        Assert.Contains("<td class=\"cell failed\">✗1/40</td>", page);

        string range = await server.Client.GetStringAsync("/sweeps/large/fragments/folds?folds=5-9"); // 400 cells: a summary by fold
        Assert.DoesNotContain("data-item=", range);
        Assert.Contains("href=\"/sweeps/large?folds=8#folds\"", range);
        string fold = await server.Client.GetStringAsync("/sweeps/large/fragments/folds?folds=8");
        Assert.Equal(80, fold.Split("data-item=").Length - 1);
        Assert.Matches("class=\"cell failed[^>]*data-item=\"cells/8/li/e/pls\"", fold);
        Assert.Contains("data-item=\"cells/8/li/e/pls\"", await server.Client.GetStringAsync("/sweeps/large?folds=8")); // without a script

        Assert.Equal("", await server.Client.GetStringAsync("/sweeps/large/fragments/folds?folds=900-901")); // it has none of these
        Assert.Equal(404, (int)(await server.Client.GetAsync("/sweeps/large/fragments/folds?folds=9-5")).StatusCode);
    }

    [Fact]
    public void Events_of_a_page_cost_less_than_half_a_megabyte_however_the_cells_come_and_tell_every_sign()
    {
        ManualClock clock = new();
        PageEvents events = new(clock);
        SweepBoard board = new();
        SweepSummary summary = new("large", SweepStatus.Running, new DatasetReference("d", new string('a', 64), true, "s"), "custom", "",
            DateTime.UnixEpoch, LargeSweep.Work.Count, 0, 0, "");
        long sequence = 1_790_000_000_000_000;
        Apply(new SweepUpdate(sequence, new SweepSnapshot(sequence, summary, LargeSweep.Spec, LargeSweep.Items, null), summary, [], null));
        GridLayout layout = new(LargeSweep.Spec, LargeSweep.Items);
        GroupState[] shown = new GroupState[layout.Series.Count * layout.Ranges.Count];

        int bytes = 0, told = 0;
        foreach (string id in LargeSweep.Work) // ten hours, several times a second
        {
            Change(id, WorkStatus.Running);
            for (int epoch = 1; epoch <= 4; epoch++)
                Change(id, WorkStatus.Running, new WorkProgress(epoch, 1, 1, 1, 1));
            summary = summary with { Finished = summary.Finished + 1 };
            Change(id, WorkStatus.Done);
        }
        Tell(events.Next(board));
        Assert.InRange(bytes, 10_000, 500_000);
        Assert.InRange(told, 500, 5000);
        Assert.Equal(layout.Summarise(board.Items), shown);
        Assert.All(shown, group => Assert.Equal(new GroupState(WorkStatus.Done, 40, 40), group));

        void Change(string id, WorkStatus status, WorkProgress? progress = null)
        {
            clock.Advance(TimeSpan.FromSeconds(0.6));
            Apply(new SweepUpdate(++sequence, null, summary, [new WorkItemSnapshot(id, status, progress, null, "")], 20_000));
            if (events.IsDue(summary)) Tell(events.Next(board));
        }

        void Apply(SweepUpdate update)
        {
            board.Apply(update);
            events.Take(update);
        }

        void Tell(PageUpdate update)
        {
            bytes += EventFrame.Of("0123456789ab", sequence, update).Bytes.Length;
            told++;
            Assert.Null(update.Cells);
            foreach (object[] group in update.Groups!)
                shown[(int)group[0] * layout.Ranges.Count + (int)group[1]] =
                    new GroupState((WorkStatus)(int)group[2], (int)group[3], (int)group[4]);
        }
    }

    [Theory]
    [InlineData("3", 3, 3), InlineData("20-29", 20, 29), InlineData("0-0", 0, 0)]
    public void Folds_are_named_as_they_are_written(string text, int first, int last) =>
        Assert.Equal(new FoldSpan(first, last), FoldSpan.Parse(text));

    [Theory]
    [InlineData(""), InlineData("-"), InlineData("5-3"), InlineData("1-2-3"), InlineData("x"), InlineData("-1"), InlineData("99999999999")]
    public void What_names_no_folds_is_refused(string text) => Assert.Null(FoldSpan.Parse(text));

    [GeneratedRegex("(?:src|href)=\"(/assets/[^\"]+)\"")]
    private static partial Regex Asset();

    private sealed class ManualClock : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan by) => _now += by.Ticks;

        public override long GetTimestamp() => _now;
    }
}
