using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Edge.Mcp.Requests;

/// <summary>A web origin: scheme, host and port, compared as the three they are (RFC 6454, section 5).</summary>
/// <param name="Scheme">In lower case.</param>
/// <param name="Host">In lower case, IPv6 in brackets.</param>
/// <param name="Port">The port written, or the scheme's own; -1 where a scheme has none.</param>
internal readonly record struct Origin(string Scheme, string Host, int Port)
{
    private static readonly SearchValues<char> Ipv6Characters = SearchValues.Create("0123456789abcdefABCDEF:.");

    /// <summary>Reads <c>scheme://host[:port]</c> and nothing else: no path, no credentials, not <c>null</c>.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Origin origin)
    {
        origin = default;
        if (text is null)
            return false;
        var end = text.IndexOf("://", StringComparison.Ordinal);
        if (end <= 0 || !IsScheme(text.AsSpan(0, end)))
            return false;
        return TryCreate(text[..end], text[(end + 3)..], out origin);
    }

    /// <summary>The origin that a request's own scheme and <c>Host</c> make.</summary>
    public static bool TryOf(HttpRequest request, out Origin origin) =>
        TryCreate(request.Scheme, request.Host.Value ?? "", out origin);

    private static bool TryCreate(string scheme, string authority, out Origin origin)
    {
        origin = default;
        var host = authority.AsSpan();
        var port = DefaultPort(scheme);
        var colon = authority.LastIndexOf(':');
        if (colon > authority.LastIndexOf(']'))
        {
            host = authority.AsSpan(0, colon);
            if (!int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
                || port is < 1 or > ushort.MaxValue)
                return false;
        }

        if (!IsHost(host))
            return false;
        origin = new Origin(scheme.ToLowerInvariant(), host.ToString().ToLowerInvariant(), port);
        return true;
    }

    private static int DefaultPort(string scheme) =>
        scheme.Equals("https", StringComparison.OrdinalIgnoreCase) ? 443
        : scheme.Equals("http", StringComparison.OrdinalIgnoreCase) ? 80
        : -1;

    private static bool IsScheme(ReadOnlySpan<char> scheme)
    {
        foreach (var c in scheme)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('+' or '-' or '.'))
                return false;
        }

        return char.IsAsciiLetter(scheme[0]);
    }

    private static bool IsHost(ReadOnlySpan<char> host)
    {
        if (host.IsEmpty)
            return false;
        if (host[0] == '[')
            return host[^1] == ']' && !host[1..^1].ContainsAnyExcept(Ipv6Characters);
        foreach (var c in host)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_'))
                return false;
        }

        return true;
    }
}
