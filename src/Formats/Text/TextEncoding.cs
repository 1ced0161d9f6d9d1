using System.Text;
using IonSweep.Spectra;

namespace IonSweep.Formats.Text;

/// <summary>Text of a file whatever its encoding: UTF-8 and UTF-16 with or without byte order mark, else Latin-1.</summary>
internal static class TextEncoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Whether the bytes look like text: no control characters but tabs, form feeds and line ends.</summary>
    public static bool IsText(ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<byte> start = bytes[..Math.Min(bytes.Length, 4096)];
        if (start.IsEmpty) return false;
        if (Utf16Of(start) is not null) return true;
        foreach (byte one in start)
            if (one < 0x20 && one is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x0C or 0x1A)) return false;
        return true;
    }

    /// <summary>The text, without byte order mark.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith(Encoding.UTF8.Preamble)) bytes = bytes[3..];
        if (Utf16Of(bytes) is { } utf16) return utf16.GetString(bytes[(HasMark(bytes) ? 2 : 0)..]);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return Encoding.Latin1.GetString(bytes);
        }
    }

    private static bool HasMark(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= 2 && (bytes[0], bytes[1]) is (0xFF, 0xFE) or (0xFE, 0xFF);

    /// <summary>UTF-16 by its mark, or because every other byte of the start is zero; null for anything else.</summary>
    private static Encoding? Utf16Of(ReadOnlySpan<byte> bytes)
    {
        if (HasMark(bytes)) return bytes[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
        int length = Math.Min(bytes.Length, 64) & ~1, even = 0, odd = 0;
        for (int i = 0; i < length; i += 2)
        {
            if (bytes[i] == 0) even++;
            if (bytes[i + 1] == 0) odd++;
        }
        if (length < 4) return null;
        return odd == length / 2 && even == 0 ? Encoding.Unicode : even == length / 2 && odd == 0 ? Encoding.BigEndianUnicode : null;
    }
}
