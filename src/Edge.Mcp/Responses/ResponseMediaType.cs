using System.Collections.Frozen;
using System.Net.Http.Headers;

namespace Edge.Mcp.Responses;

/// <summary>
/// Reads the <c>Content-Type</c> of an answer as clients do: letter case ignored, parameters allowed, text in UTF-8 only.
/// </summary>
internal static class ResponseMediaType
{
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> AsciiCompatible =
        new[] { "utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "iso-8859-15", "latin1", "windows-1252" }
            .ToFrozenSet(StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>
    /// The form that <paramref name="contentType"/> names; <see cref="ResponseFormat.Other"/> for none, several or another charset.
    /// </summary>
    public static ResponseFormat FormatOf(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed) || !IsUtf8(parsed))
            return ResponseFormat.Other;
        if (string.Equals(parsed.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
            return ResponseFormat.Json;
        return string.Equals(parsed.MediaType, "text/event-stream", StringComparison.OrdinalIgnoreCase)
            ? ResponseFormat.EventStream
            : ResponseFormat.Other;
    }

    /// <summary>True when a body is not compressed or encoded in any way.</summary>
    public static bool IsIdentity(string? contentEncoding) =>
        string.IsNullOrWhiteSpace(contentEncoding) || contentEncoding.AsSpan().Trim()
        .Equals("identity", StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// True when the ASCII characters of a body are the bytes of ASCII, so that it can be searched: no charset is named, or one of those
    /// that
    /// are in use and have that property. A media type that cannot be read names none.
    /// </summary>
    public static bool IsAsciiCompatible(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var parsed))
            return true;
        foreach (var parameter in parsed.Parameters)
        {
            if (string.Equals(parameter.Name, "charset", StringComparison.OrdinalIgnoreCase)
                && !AsciiCompatible.Contains(parameter.Value.AsSpan().Trim('"')))
                return false;
        }

        return true;
    }

    private static bool IsUtf8(MediaTypeHeaderValue type)
    {
        var seen = false;
        foreach (var parameter in type.Parameters)
        {
            if (!string.Equals(parameter.Name, "charset", StringComparison.OrdinalIgnoreCase))
                continue;
            if (seen || !parameter.Value.AsSpan().Trim('"').Equals("utf-8", StringComparison.OrdinalIgnoreCase))
                return false;
            seen = true;
        }

        return true;
    }
}
