namespace IonSweep.Formats.Blocks;

/// <summary>What a user says about a file beyond its content.</summary>
public sealed record ReadingOptions
{
    /// <summary>What the content alone says.</summary>
    public static ReadingOptions Default { get; } = new();

    /// <summary>Headers or names of the target columns; null takes every column that is neither id nor channel.</summary>
    public IReadOnlyList<string>? Targets { get; init; }

    /// <summary>Header of the column of sample ids; null takes one named <c>sample</c> or <c>id</c>, where there is one.</summary>
    public string? IdColumn { get; init; }

    /// <summary>
    /// Header of the column of sample ids where the file has it, else as without it: what a table that the file is joined with calls them.
    /// Not looked at where <see cref="IdColumn"/> is given.
    /// </summary>
    public string? IdColumnIfAny { get; init; }

    /// <summary>Sheet of a workbook; null takes the first.</summary>
    public string? Sheet { get; init; }

    /// <summary>Kind of spectrum of an instrument file that holds several, e.g. <c>reference</c>; null takes the result.</summary>
    public string? Spectrum { get; init; }
}
