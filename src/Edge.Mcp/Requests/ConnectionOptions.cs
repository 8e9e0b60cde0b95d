using System.Collections.Frozen;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace Edge.Mcp.Requests;

/// <summary>The headers that <c>Connection</c> names: they end at this hop.</summary>
/// <remarks>
/// Kestrel keeps nothing of a <c>Connection</c> header that says <c>close</c> or <c>keep-alive</c> but that word: what was named beside it
/// passes on. That is the harmless way round, because nothing that was judged goes missing.
/// </remarks>
internal static class ConnectionOptions
{
    private static readonly FrozenSet<string> EndToEnd = new[]
    {
        HeaderNames.Accept, HeaderNames.Authorization, HeaderNames.ContentEncoding, HeaderNames.ContentLength, HeaderNames.ContentType,
        HeaderNames.Cookie, HeaderNames.Host, HeaderNames.Origin, McpHeaders.LastEventId,
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    /// <summary>The options of all <c>Connection</c> headers; allocates only where there are any besides one known word.</summary>
    public static IReadOnlyList<string> Of(IHeaderDictionary headers)
    {
        var connection = headers.Connection;
        if (connection.Count == 0 || IsPlain(connection))
            return [];
        List<string> options = [];
        foreach (var line in connection)
            options.AddRange((line ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        return options;
    }

    /// <summary>Whether a header is one that Edge or the server relies on, which no hop may drop.</summary>
    public static bool IsEndToEnd(string name) =>
        EndToEnd.Contains(name) || name.StartsWith(McpHeaders.Prefix, StringComparison.OrdinalIgnoreCase);

    private static bool IsPlain(StringValues connection) =>
        connection.Count == 1
        && (connection.ToString().Equals("keep-alive", StringComparison.OrdinalIgnoreCase)
            || connection.ToString().Equals("close", StringComparison.OrdinalIgnoreCase));
}
