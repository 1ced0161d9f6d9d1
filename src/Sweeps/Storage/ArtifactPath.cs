namespace IonSweep.Sweeps.Storage;

/// <summary>What a path of an artifact may look like, so that every store can hold it and none can be led astray.</summary>
public static class ArtifactPath
{
    private const int MaximumLength = 512;

    /// <summary>Refuses anything but segments of lower-case letters, digits, hyphens and inner dots, separated by single slashes.</summary>
    /// <exception cref="ArgumentException">Says what is wrong.</exception>
    public static void Check(string path)
    {
        bool usable = path.Length is > 0 and <= MaximumLength && path.Split('/').All(IsSegment);
        if (!usable)
            throw new ArgumentException(
                $"'{path}' is no artifact path: expected segments of lower-case letters, digits, hyphens and inner dots, separated by '/', "
                + $"{MaximumLength} characters at most.", nameof(path));
    }

    private static bool IsSegment(string segment) =>
        segment.Length > 0 && segment[0] != '.' && segment[^1] != '.'
            && segment.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '-' or '.');
}
