using FsCheck;
using FsCheck.Fluent;
using IonSweep.Sweeps.Planning;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Sweeps.Tests.State;

public class SweepStateTests
{
    private static SweepPlan Plan(int folds = 2) => SweepPlan.Create(new SweepSpec { Folds = folds }, SampleDatasets.Linear(targets: 3));

    [Fact]
    public void Ready_work_comes_in_order_of_priority()
    {
        SweepState state = new(Plan());
        List<string> started = [];
        while (state.NextReady is >= 0 and var item)
        {
            started.Add(state.Plan.Items[item].Id);
            state.Started(item);
            state.Done(item);
        }
        Assert.Equal(state.Plan.Items.Select(item => item.Id), started);
        Assert.True(state.IsComplete);
    }

    [Fact]
    public void A_failed_generator_blocks_its_dependants_with_its_reason_and_nothing_else()
    {
        SweepState state = new(Plan(folds: 1));
        int vae = state.Plan.IndexOf("folds/0/vae"), cell = state.Plan.IndexOf("cells/0/li/vae-u");
        state.Started(vae);
        IReadOnlyList<int> changed = state.Failed(vae, "A loss is NaN.");
        Assert.Equal(1 + 2 + 6, changed.Count);
        Assert.Equal("Blocked because folds/0/vae failed: A loss is NaN.", state.FailureOf(cell));
        Finish(state, new Random(1), []);
        Assert.Equal(WorkStatus.Done, state.StatusOf(state.Plan.IndexOf("cells/0/li/cvae-n")));
        Assert.Equal((8, 1), (state.Count(WorkStatus.Blocked), state.Count(WorkStatus.Failed)));
        Assert.True(state.IsComplete);
    }

    [Fact]
    public void A_damaged_input_is_made_again_before_the_work_that_needs_it()
    {
        SweepState state = new(Plan(folds: 1));
        int vae = state.Plan.IndexOf("folds/0/vae"), set = state.Plan.IndexOf("folds/0/vae/vae-n"),
            other = state.Plan.IndexOf("folds/0/vae/vae-u");
        while (state.NextReady is var item && item != set)
        {
            state.Started(item);
            state.Done(item);
        }
        state.Started(set);
        Assert.Equal(WorkStatus.Ready, state.StatusOf(other));
        state.Stopped(set, [vae]);
        Assert.Equal((WorkStatus.Ready, WorkStatus.Waiting, WorkStatus.Waiting),
            (state.StatusOf(vae), state.StatusOf(set), state.StatusOf(other)));
        Assert.Equal(vae, state.NextReady);
        Finish(state, new Random(2), []);
        Assert.True(state.IsComplete);
        Assert.Equal(state.Plan.Items.Count, state.Count(WorkStatus.Done));
    }

    [Fact]
    public void Results_found_in_the_store_need_no_run()
    {
        SweepState state = new(Plan(folds: 1));
        for (int i = state.Plan.Items.Count - 1; i >= 0; i--) state.Done(i);
        Assert.True(state.IsComplete);
        Assert.Equal(-1, state.NextReady);
    }

    [Fact]
    public void Cancelling_keeps_what_is_done_and_what_runs()
    {
        SweepState state = new(Plan(folds: 1));
        state.Started(0);
        state.Started(1);
        state.Done(1);
        state.Cancel();
        Assert.Equal((1, 1, state.Plan.Items.Count - 2),
            (state.Count(WorkStatus.Running), state.Count(WorkStatus.Done), state.Count(WorkStatus.Cancelled)));
        Assert.Equal(-1, state.NextReady);
    }

    [Fact]
    public void A_change_that_does_not_fit_the_status_is_refused() =>
        Assert.Contains("is Waiting",
            Assert.Throws<InvalidOperationException>(() => new SweepState(Plan()).Started(Plan().IndexOf("folds/0/vae/vae-n"))).Message);

    /// <summary>
    /// Whatever ends first, whatever fails, stops or turns out damaged: each item ends as its own failure and its needs' say, and
    /// nothing starts before its needs are done.
    /// </summary>
    [Fact]
    public void Any_order_of_completion_gives_the_same_end() => Prop.ForAll(
        ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<int>(), (order, otherOrder, failures) =>
        {
            SweepPlan plan = Plan();
            Random random = new(failures);
            HashSet<int> failing = [.. Enumerable.Range(0, plan.Items.Count).Where(_ => random.Next(15) == 0)];
            SweepState a = new(plan), b = new(plan);
            Finish(a, new Random(order), failing);
            Finish(b, new Random(otherOrder), failing);
            for (int i = 0; i < plan.Items.Count; i++)
            {
                Assert.Equal(a.StatusOf(i), b.StatusOf(i));
                Assert.Equal(a.FailureOf(i), b.FailureOf(i));
                bool blocked = plan.NeedsOf(i).ToArray().Any(need => a.StatusOf(need) is WorkStatus.Failed or WorkStatus.Blocked);
                Assert.Equal(blocked ? WorkStatus.Blocked : failing.Contains(i) ? WorkStatus.Failed : WorkStatus.Done, a.StatusOf(i));
            }
            Assert.True(a.IsComplete && b.IsComplete);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_plan_of_100_000_items_is_no_burden()
    {
        WorkItem[] items = [.. Enumerable.Range(
            0, 100_000).Select(i => new WorkItem($"i{i}", WorkKind.Cell, 0, "", "", "", i % 10 == 0 ? [] : [$"i{i / 10 * 10}"]))];
        SweepState state = new(new SweepPlan(items));
        long changes = 0;
        while (state.NextReady is >= 0 and var item) changes += state.Started(item).Count + state.Done(item).Count;
        Assert.True(state.IsComplete);
        Assert.Equal(290_000, changes); // started and done once each, and readied once where something was needed
    }

    private static void Finish(SweepState state, Random random, HashSet<int> failing)
    {
        List<int> running = [];
        while (state.NextReady >= 0 || running.Count > 0)
        {
            if (state.NextReady is >= 0 and var next && (running.Count == 0 || random.Next(2) == 0))
            {
                Assert.All(state.Plan.NeedsOf(next).ToArray(), need => Assert.Equal(WorkStatus.Done, state.StatusOf(need)));
                state.Started(next);
                running.Add(next);
                continue;
            }
            int chosen = random.Next(running.Count), item = running[chosen];
            running.RemoveAt(chosen);
            int[] needs = state.Plan.NeedsOf(item).ToArray();
            switch (random.Next(12))
            {
                case 0: state.Stopped(item); break;
                case 1: state.Stopped(item, [.. needs.Where(_ => random.Next(2) == 0)]); break;
                default:
                    if (failing.Contains(item)) state.Failed(item, $"reason {item}");
                    else state.Done(item);
                    break;
            }
        }
    }
}
