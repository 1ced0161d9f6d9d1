namespace IonSweep.Learning.Gpu.Kernels;

/// <summary>
/// A matrix product C = start + L·R of a block: where the factors are read and what becomes of C. Known when a kernel is compiled.
/// </summary>
/// <typeparam name="THeld">What a thread fetches for its tile before the product, so that it is there afterwards.</typeparam>
internal interface IProduct<THeld>
    where THeld : struct
{
    /// <summary>Rows of C.</summary>
    int Rows { get; }

    /// <summary>Columns of C.</summary>
    int Columns { get; }

    /// <summary>Summands of each element.</summary>
    int Depth { get; }

    /// <summary>L is read along its depth by neighbouring threads, else along its rows.</summary>
    bool LeftAlongDepth { get; }

    /// <summary>R is read along its depth by neighbouring threads, else along its columns.</summary>
    bool RightAlongDepth { get; }

    /// <summary>L of four rows from <paramref name="row"/> on.</summary>
    Float4 Left(Worker worker, int depth, int row);

    /// <summary>R of four columns from <paramref name="column"/> on.</summary>
    Float4 Right(Worker worker, int depth, int column);

    /// <summary>What the tile of four rows and four columns will need.</summary>
    THeld Hold(Worker worker, int row, int column);

    /// <summary>What each element of four columns starts from.</summary>
    Float4 Start(THeld held);

    /// <summary>Takes one row of the tile.</summary>
    void Store(Worker worker, THeld held, int index, int row, int column, Float4 sums);
}
