using System.Text.Json.Serialization;
using IonSweep.Sweeps.Results;
using IonSweep.Sweeps.Serialization;
using IonSweep.Sweeps.State;

namespace IonSweep.Web.Live;

/// <summary>
/// What a page is told of a sweep, and when. A page shows signs, not results: of many work items it gets the signs of its summary that
/// changed, so that a sweep of 10,000 cells costs a watcher some hundred kilobytes. Not safe for threads; the feed guards it.
/// </summary>
internal sealed class PageEvents(TimeProvider clock)
{
    private const int Steps = 1000; // events that progress brings about, at most
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly long _began = clock.GetTimestamp();
    private readonly Dictionary<string, WorkItemSnapshot> _changed = [];
    private long _toldAt = clock.GetTimestamp();
    private SweepSummary? _told;
    private GridLayout? _layout;
    private GroupState[] _groups = [];
    private bool _anew;

    /// <summary>Takes in what changed.</summary>
    /// <param name="update">Of the service.</param>
    public void Take(SweepUpdate update)
    {
        if (update.Snapshot is { } snapshot)
        {
            _layout = new GridLayout(snapshot.Spec, snapshot.Items);
            (_groups, _anew) = ([], true);
        }
        foreach (WorkItemSnapshot item in update.Changed) _changed[item.Id] = item;
    }

    /// <summary>
    /// True when enough has happened: the sweep has another state or its first failure, another thousandth of it is finished, or the
    /// last event is long ago: a hundredth of the time that the sweep has been watched, half a minute at most.
    /// </summary>
    public bool IsDue(SweepSummary now)
    {
        if (_told is null || now.Status != _told.Status || now.Reason != _told.Reason || (now.Failed > 0) != (_told.Failed > 0))
            return true;
        if (now.WorkItems != _told.WorkItems || Math.Abs(now.Finished - _told.Finished) >= Math.Max(1, now.WorkItems / Steps)) return true;
        TimeSpan pause = clock.GetElapsedTime(_began) / 100;
        return clock.GetElapsedTime(_toldAt) >= (pause < Longest ? pause : Longest);
    }

    /// <summary>What changed since the last call.</summary>
    public PageUpdate Next(SweepBoard board)
    {
        _told = board.Summary;
        _toldAt = clock.GetTimestamp();
        if (!_layout!.IsSummary)
        {
            PageUpdate cells = _anew ? All(board) : Update(board, [.. _changed.Values.Select(Cell)], null);
            _changed.Clear();
            _anew = false;
            return cells;
        }
        _changed.Clear();
        GroupState[] before = _groups;
        _groups = _layout.Summarise(board.Items);
        return Update(board, null,
            [
                .. Enumerable.Range(0, _groups.Length).Where(i => before.Length == 0 || before[i] != _groups[i])
                    .Select(i => Group(_groups, i)),
            ]);
    }

    /// <summary>Everything as it stands.</summary>
    public PageUpdate All(SweepBoard board)
    {
        if (!_layout!.IsSummary) return Update(board, [.. board.Items.Select(Cell)], null);
        GroupState[] groups = _layout.Summarise(board.Items);
        return Update(board, null, [.. Enumerable.Range(0, groups.Length).Select(i => Group(groups, i))]);
    }

    private PageUpdate Update(SweepBoard board, object?[][]? cells, object[][]? groups) => new(
        board.Summary.Status, board.Summary.Reason.Length > 0 ? board.Summary.Reason : null, board.Summary.Finished, board.Summary.Failed,
        board.Summary.WorkItems,
        board.SecondsLeft is { } left ? Math.Round(left) : null, _layout!.Key, cells, groups);

    private static object?[] Cell(WorkItemSnapshot item) => item switch
    {
        { Failure.Length: > 0 } => [item.Id, item.Status, null, null, item.Failure],
        { Result: { Failure: null } result } => [item.Id, item.Status, result.Mae],
        { Progress: { } progress } => [item.Id, item.Status, null, progress.Epoch],
        _ => [item.Id, item.Status],
    };

    private object[] Group(GroupState[] groups, int i) =>
        [i / _layout!.Ranges.Count, i % _layout.Ranges.Count, (int)groups[i].Status, groups[i].Finished, groups[i].Total];
}

/// <summary>One event of a page.</summary>
/// <param name="Status">Of the sweep.</param>
/// <param name="Reason">Why it was interrupted or waits; null otherwise.</param>
/// <param name="Finished">Work items done, failed or blocked.</param>
/// <param name="Failed">Those failed or blocked.</param>
/// <param name="Total">Work items in all.</param>
/// <param name="Left">Estimated seconds until the end.</param>
/// <param name="Grid">Key of the layout; a page with another one asks for the grid again.</param>
/// <param name="Cells">Id, status and, where there are any, MAE, epoch, failure of each item that changed; null in a summary.</param>
/// <param name="Groups">
/// Row, column, status as its place in the legend, finished and total of each sign of the summary that changed; null without one.
/// </param>
internal sealed record PageUpdate(
    SweepStatus Status, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Reason, int Finished, int Failed,
    int Total, double? Left, string Grid,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object?[][]? Cells,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] object[][]? Groups);
