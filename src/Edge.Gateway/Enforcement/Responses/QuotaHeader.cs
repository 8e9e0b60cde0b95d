using System.Globalization;
using Edge.Gateway.Calls;

namespace Edge.Gateway.Enforcement.Responses;

/// <summary>
/// Tells the caller of an allowed call what remains of its tightest limit: <c>RateLimit</c> of draft-ietf-httpapi-ratelimit-headers.
/// </summary>
internal static class QuotaHeader
{
    private const string Name = "RateLimit";

    /// <summary>Writes the header when the call counted against a limit; a server's own of that name is always dropped.</summary>
    public static void Write(CallContext exchange, IHeaderDictionary headers)
    {
        headers.Remove(Name);
        if (exchange.Lease?.Tightest is not { } quota)
            return;
        var remaining = Math.Floor(Math.Max(0, quota.Remaining)).ToString(CultureInfo.InvariantCulture);
        headers[Name] = quota.ResetAfter is { } reset
            ? $"{Quote(quota.Limit.Counter)};r={remaining};t={(long)Math.Ceiling(reset.TotalSeconds)}"
            : $"{Quote(quota.Limit.Counter)};r={remaining}";
    }

    // A structured field's string (RFC 9651, section 3.3.3) holds printable ASCII only.
    private static string Quote(string counter)
    {
        Span<char> plain = stackalloc char[Math.Min(counter.Length, 64)];
        for (var i = 0; i < plain.Length; i++)
            plain[i] = counter[i] is >= ' ' and <= '~' and not '"' and not '\\' ? counter[i] : '_';
        return $"\"{plain}\"";
    }
}
