using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Edge.Gateway.Callers.Files;

/// <summary>How ids and times of a grants file are written.</summary>
internal static partial class GrantWords
{
    /// <summary>What an id is, in words.</summary>
    public const string IdRule = "1 to 64 letters, digits, '.', '_', '-' and '@', the first a letter or digit";

    private const int MaxId = 64;

    private static readonly SearchValues<char> IdCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-@");

    private static readonly string[] TimeForms = ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>Whether an id can name a grant; <c>anonymous</c> names the callers that have none.</summary>
    public static bool IsId(string id) =>
        id.Length is > 0 and <= MaxId && char.IsAsciiLetterOrDigit(id[0]) && !id.AsSpan().ContainsAnyExcept(IdCharacters)
        && id != "anonymous";

    /// <summary>Reads a time with its offset (RFC 3339), as <c>2027-01-01T00:00:00Z</c>.</summary>
    public static bool TryReadTime(string text, out DateTimeOffset time)
    {
        time = default;
        return HasOffset().IsMatch(text)
            && DateTimeOffset.TryParseExact(text, TimeForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out time);
    }

    /// <summary>Writes a time as <c>2027-01-01T00:00:00Z</c>.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    // Without an offset a time means another moment on every machine.
    [GeneratedRegex("(Z|[+-][0-9]{2}:[0-9]{2})\\z", RegexOptions.CultureInvariant)]
    private static partial Regex HasOffset();
}
