namespace IonSweep.Formats.Arrays;

/// <summary>An array of a file, row-major.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Lengths of its one or two dimensions.</param>
/// <param name="Numbers">Its values; null for an array of texts.</param>
/// <param name="Texts">Its texts; null for an array of numbers.</param>
internal sealed record NamedArray(string Name, IReadOnlyList<int> Shape, double[]? Numbers, string[]? Texts);
