using IonSweep.Sweeps.Service;
namespace IonSweep.Sweeps.Errors;

/// <summary>A spec, or the data it names, is unusable. The message says which field, what was found and what was expected.</summary>
/// <param name="field">Path of the field, e.g. <c>regression.batchSize</c>; empty when it is not one field.</param>
/// <param name="message">For a person.</param>
/// <param name="inner">Cause.</param>
public sealed class InvalidSpecException(string field, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Path of the field, e.g. <c>regression.batchSize</c>; empty when it is not one field.</summary>
    public string Field { get; } = field;

    /// <summary>Line of the spec's text, from 1; null where there is no text or the field is not in it.</summary>
    public int? Line { get; init; }
}

/// <summary>A sweep exists with another spec, dataset, trainer or numerics version. The message names each difference.</summary>
public sealed class SweepMismatchException(string message) : Exception(message);

/// <summary>There is no sweep of this id.</summary>
public sealed class SweepNotFoundException(string id) : Exception($"There is no sweep '{id}'.")
{
    /// <summary>The id asked for.</summary>
    public string Id { get; } = id;
}

/// <summary>There is no stored model of this id.</summary>
public sealed class ModelNotFoundException(string id) : Exception($"There is no model '{id}'.")
{
    /// <summary>The id asked for.</summary>
    public string Id { get; } = id;
}

/// <summary>What was sent is no whole, unaltered model. The message says what is wrong.</summary>
public sealed class InvalidModelException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Another process works on this folder or sweep. The message says who and since when.</summary>
public sealed class SweepInUseException(string message) : Exception(message);

/// <summary>
/// What the store holds of a sweep is damaged, so that this cannot be answered. Other sweeps are not concerned, and this one can be
/// deleted. The message names the file, what is wrong with it and what to do.
/// </summary>
public sealed class DamagedSweepException(string id, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The sweep.</summary>
    public string Id { get; } = id;
}

/// <summary>A sweep was to be deleted while it runs.</summary>
public sealed class SweepRunningException(string id) : Exception($"Sweep '{id}' is running; cancel it first.")
{
    /// <summary>The sweep.</summary>
    public string Id { get; } = id;
}

/// <summary>Sweeps were to be compared that share no folds. The message says in which setting they differ.</summary>
/// <param name="setting"><c>dataset</c> or <c>seed</c>.</param>
/// <param name="message">For a person.</param>
public sealed class SweepsNotComparableException(string setting, string message) : Exception(message)
{
    /// <summary><c>dataset</c> or <c>seed</c>.</summary>
    public string Setting { get; } = setting;
}

/// <summary>There is no dataset of this hash.</summary>
public sealed class DatasetNotFoundException(string sha256) : Exception($"There is no dataset '{sha256}'.");

/// <summary>A dataset was to be deleted that sweeps use. The message names them.</summary>
public sealed class DatasetInUseException(string message) : Exception(message);

/// <summary>Whoever keeps the sweeps cannot be reached now; nothing is wrong with what was asked.</summary>
public sealed class SweepServiceUnavailableException(string message, Exception? inner = null) : Exception(message, inner);
