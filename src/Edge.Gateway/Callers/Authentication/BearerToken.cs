using Microsoft.Extensions.Primitives;

namespace Edge.Gateway.Callers.Authentication;

/// <summary>Finds the token in a request: in <c>Authorization</c>, as <c>Bearer</c> (RFC 6750, section 2.1), and nowhere else.</summary>
internal static class BearerToken
{
    private const string Scheme = "Bearer ";

    /// <summary>The token; empty when there is none. A repeated header was refused before (wire.md, Requests, item 5).</summary>
    public static ReadOnlySpan<char> Of(StringValues authorization) =>
        authorization is [{ } value] && value.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
        ? value.AsSpan(Scheme.Length).Trim(' ') : default;
}
