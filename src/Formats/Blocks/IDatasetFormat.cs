using IonSweep.Spectra;

namespace IonSweep.Formats.Blocks;

/// <summary>
/// A file format that spectra are kept in. To add one: write a class in a file of its own and register it in
/// <c>FormatCatalog</c>. Instances hold no state.
/// </summary>
public interface IDatasetFormat
{
    /// <summary>Key in commands and messages, e.g. <c>jcamp-dx</c>.</summary>
    string Slug { get; }

    /// <summary>Name and versions for a reader, e.g. <c>JCAMP-DX 4.24, 5.00 and 5.01</c>.</summary>
    string Description { get; }

    /// <summary>Usual file name endings with dot, lower case; shown to users and used in dialogs, never to choose a reader.</summary>
    IReadOnlyList<string> Extensions { get; }

    /// <summary>Says from its content whether a file is of this format; never throws.</summary>
    bool Recognises(FileContent file);

    /// <summary>Reads all spectra of a file.</summary>
    /// <returns>
    /// One block for each axis that occurs, in the file's order; at least one spectrum each. Samples and target values are there when the
    /// file holds them.
    /// </returns>
    /// <exception cref="InvalidDatasetException">
    /// Damaged, or a variant that is not read; names the file, the place (line and column, or byte offset and field), what was found,
    /// what was expected and what to do. No other exception leaves a reader, whatever the bytes.
    /// </exception>
    IReadOnlyList<SpectraBlock> Read(FileContent file, ReadingOptions options);
}
