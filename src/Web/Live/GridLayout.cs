using System.Globalization;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Specification;
using IonSweep.Sweeps.State;

namespace IonSweep.Web.Live;

/// <summary>Folds from one to another, both included.</summary>
/// <param name="First">From 0.</param>
/// <param name="Last">Not below <paramref name="First"/>.</param>
public readonly record struct FoldSpan(int First, int Last)
{
    /// <summary>As in links, <c>20-29</c> or <c>3</c>; null when the text is none of these.</summary>
    public static FoldSpan? Parse(string text)
    {
        string[] ends = text.Split('-');
        return ends.Length <= 2 && TryRead(ends[0], out int first) && TryRead(ends[^1], out int last) && first <= last
            ? new FoldSpan(first, last) : null;

        static bool TryRead(string end, out int fold) =>
            int.TryParse(end, NumberStyles.None, CultureInfo.InvariantCulture, out fold) && fold < 1_000_000;
    }

    /// <inheritdoc/>
    public override string ToString() => First == Last ? First.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{First}-{Last}");
}

/// <summary>Where the work items of one series or kind stand in some folds, as one sign.</summary>
/// <param name="Status">A failure where there is one; running, where something runs; done, when all is.</param>
/// <param name="Finished">Items done, failed or blocked.</param>
/// <param name="Total">Items; 0 where the plan has none.</param>
public readonly record struct GroupState(WorkStatus Status, int Finished, int Total);

/// <summary>
/// How a sweep's work items stand on its page: each by itself where they are few; summarised by series and folds, or ranges of folds,
/// where they are many. Rows of the summary are the <see cref="Series"/>, then the <see cref="Shared"/>; its columns the
/// <see cref="Ranges"/>.
/// </summary>
public sealed class GridLayout
{
    /// <summary>Work items up to which each is shown by itself.</summary>
    public const int MostShown = 300;

    private const int MostColumns = 40;

    private readonly int[] _groups; // of each item: row × columns + column, or −1

    /// <param name="spec">Order of targets, families and strategies.</param>
    /// <param name="all">Items of the sweep in plan order.</param>
    /// <param name="within">Folds that are shown; null for all.</param>
    public GridLayout(SweepSpec spec, IReadOnlyList<WorkItemSnapshot> all, FoldSpan? within = null)
    {
        Items = within is not { } span ? all
            : [.. all.Where(item => FoldOf(item.Id) is var fold && fold >= span.First && fold <= span.Last)];
        string[][] ids = [.. Items.Select(item => item.Id.Split('/'))];
        string[][] cells = [.. ids.Where(id => id[0] == "cells")], groups = [.. ids.Where(id => id[0] == "groups")];
        Folds = [.. ids.Select(id => int.Parse(id[1], CultureInfo.InvariantCulture)).Distinct().Order()];
        Targets = Ordered([.. cells.Select(id => id[2]), .. groups.Length > 0 ? spec.Targets : []], spec.Targets);
        Series = Ordered(
            [.. cells.Select(id => string.Join('/', id[3..])), .. groups.Select(id => string.Join('/', id[2..]))],
            [.. spec.Models.SelectMany(model => spec.Strategies.Select(strategy => SeriesKey.Of(model, strategy)))]);
        IsSummary = Items.Count > MostShown && Folds.Count > 1;
        Shared = [.. ids.Select(SharedKey).OfType<string>().Where(key => IsSummary || key != Searches).Distinct()];
        Ranges = IsSummary ? RangesOf(Folds) : [.. Folds.Select(fold => new FoldSpan(fold, fold))];
        _groups = IsSummary ? Grouped(ids) : [];
        Key = string.Create(CultureInfo.InvariantCulture, $"{Series.Count}-{Shared.Count}-{Ranges.Count}-{Items.Count}");
    }

    /// <summary>Key of the row of all searches in a summary.</summary>
    public const string Searches = "search";

    /// <summary>The items that are shown, in plan order.</summary>
    public IReadOnlyList<WorkItemSnapshot> Items { get; }

    /// <summary>Folds with an item, ascending.</summary>
    public IReadOnlyList<int> Folds { get; }

    /// <summary>Slugs of targets.</summary>
    public IReadOnlyList<string> Targets { get; }

    /// <summary>Keys of series (<see cref="SeriesKey"/>) of cells and of groups, whose keys have the family at their end.</summary>
    public IReadOnlyList<string> Series { get; }

    /// <summary>Generators, their sets, trust, and in a summary searches: the id of one without its fold.</summary>
    public IReadOnlyList<string> Shared { get; }

    /// <summary>Columns.</summary>
    public IReadOnlyList<FoldSpan> Ranges { get; }

    /// <summary>Items are too many to be shown each by itself.</summary>
    public bool IsSummary { get; }

    /// <summary>Equal for layouts with the same rows and columns.</summary>
    public string Key { get; }

    /// <summary>The summary, row by row.</summary>
    /// <param name="items">The same items as they stand now; those of <see cref="Items"/> in their order.</param>
    public GroupState[] Summarise(IReadOnlyList<WorkItemSnapshot> items)
    {
        int size = (Series.Count + Shared.Count) * Ranges.Count, kinds = Enum.GetValues<WorkStatus>().Length;
        int[] counts = new int[size * kinds];
        for (int i = 0; i < _groups.Length; i++)
            if (_groups[i] >= 0) counts[_groups[i] * kinds + (int)items[i].Status]++;
        GroupState[] states = new GroupState[size];
        for (int group = 0; group < size; group++) states[group] = StateOf(counts.AsSpan(group * kinds, kinds));
        return states;
    }

    private static GroupState StateOf(ReadOnlySpan<int> counts)
    {
        int total = 0;
        foreach (int count in counts) total += count;
        int failed = counts[(int)WorkStatus.Failed], blocked = counts[(int)WorkStatus.Blocked];
        int finished = counts[(int)WorkStatus.Done] + failed + blocked;
        WorkStatus status = failed > 0 ? WorkStatus.Failed
            : blocked > 0 ? WorkStatus.Blocked
            : counts[(int)WorkStatus.Running] > 0 ? WorkStatus.Running
            : finished == total ? WorkStatus.Done
            : counts[(int)WorkStatus.Cancelled] > 0 ? WorkStatus.Cancelled
            : counts[(int)WorkStatus.Ready] > 0 ? WorkStatus.Ready : WorkStatus.Waiting;
        return new GroupState(status, finished, total);
    }

    private int[] Grouped(string[][] ids)
    {
        Dictionary<string, int> rows = [];
        foreach (string key in (IEnumerable<string>)[.. Series.Select(series => "=" + series), .. Shared]) rows[key] = rows.Count;
        Dictionary<int, int> columns = [];
        for (int column = 0; column < Ranges.Count; column++)
            for (int fold = Ranges[column].First; fold <= Ranges[column].Last; fold++) columns[fold] = column;
        return [.. ids.Select(id =>
        {
            string key = SharedKey(id) ?? "=" + string.Join('/', id[(id[0] == "cells" ? 3 : 2)..]);
            return rows[key] * Ranges.Count + columns[int.Parse(id[1], CultureInfo.InvariantCulture)];
        })];
    }

    private static string? SharedKey(string[] id) => id[0] switch
    {
        "folds" => string.Join('/', id[2..]),
        "trust" => "trust/" + string.Join('/', id[2..]),
        Searches => Searches,
        _ => null,
    };

    /// <summary>Ranges of 1, 2, 5, 10, … folds each, few enough to be seen at once.</summary>
    private static FoldSpan[] RangesOf(IReadOnlyList<int> folds)
    {
        int width = 1;
        for (int i = 0; (folds.Count + width - 1) / width > MostColumns; i++)
            width = (i % 3) switch { 0 => width * 2, 1 => width / 2 * 5, _ => width * 2 };
        return [.. folds.Chunk(width).Select(chunk => new FoldSpan(chunk[0], chunk[^1]))];
    }

    private static string[] Ordered(IEnumerable<string> found, IReadOnlyList<string> order)
    {
        HashSet<string> all = [.. found];
        return [.. order.Where(all.Remove), .. all.Order(StringComparer.Ordinal)];
    }

    private static int FoldOf(string id)
    {
        int from = id.IndexOf('/', StringComparison.Ordinal) + 1, to = id.IndexOf('/', from);
        return int.Parse(id.AsSpan(from, to - from), CultureInfo.InvariantCulture);
    }
}
