using System.Buffers;
using System.Text;

namespace Edge.Policy.Results;

/// <summary>Judges base64: text in it is searched, and a finding withholds the answer, because half a blob is none.</summary>
internal static class Blobs
{
    private static readonly string[] TextTypes =
        ["application/json", "application/xml", "application/yaml", "application/x-yaml", "application/toml"];

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Judges one; false if it is no base64, and so a text like others.</summary>
    public static bool TryJudge(ResultSearch search, ReadOnlySpan<char> base64, string? mimeType, int level, bool isJudged)
    {
        var bytes = ArrayPool<byte>.Shared.Rent((base64.Length / 4 * 3) + 3);
        try
        {
            if (!Convert.TryFromBase64Chars(base64, bytes, out var count))
                return false;
            var isText = mimeType is null || IsText(mimeType);
            if (!isText || Decode(bytes.AsSpan(0, count)) is not { } text)
                Opaque(search, isJudged);
            else if (search.IsFirst)
                Searched(search, text, level, isJudged);
            return true;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static void Opaque(ResultSearch search, bool isJudged)
    {
        if (isJudged && search.IsFirst && search.Rules.BlobsDenied is { } rule)
        {
            const string Message = "the answer holds a blob, which cannot be searched";
            search.Findings.Withhold(WithheldCause.Denied, "blobs", rule.Rule, Message, rule.IsShadow);
        }
    }

    private static void Searched(ResultSearch search, string text, int level, bool isJudged)
    {
        var edits = search.Rent();
        var isDocument = search.Text(text.AsMemory(), level, isJudged, edits);
        if (edits.Count > 0)
            search.Findings.WithholdBlob(edits[0].Replacement, search.Rules);
        else if (isJudged && search.Rules.MustBeJson && !search.Rules.RedactsUnreadable && !isDocument)
            search.Findings.WithholdUnreadable(search.Rules);
        search.Return(edits);
    }

    private static bool IsText(string mimeType)
    {
        var type = mimeType.AsSpan();
        if (type.IndexOf(';') is var end && end >= 0)
            type = type[..end];
        type = type.Trim();
        if (type.StartsWith("text/", StringComparison.OrdinalIgnoreCase) || type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
            || type.EndsWith("+xml", StringComparison.OrdinalIgnoreCase))
            return true;
        foreach (var known in TextTypes)
        {
            if (type.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string? Decode(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
