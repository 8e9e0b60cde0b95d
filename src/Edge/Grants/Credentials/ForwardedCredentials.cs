using Edge.Enforcement;
using Edge.Grants.Authentication;
using Edge.Mcp.Requests;
using Microsoft.Net.Http.Headers;

namespace Edge.Grants.Credentials;

/// <summary>
/// Which credential a server sees. With one of Edge's own, that alone; with a grants file the caller's token never, in whatever header it
/// stands; else the caller's. Thread-safe.
/// </summary>
internal static class ForwardedCredentials
{
    private static readonly string[] OfCallers = [HeaderNames.Authorization, HeaderNames.ProxyAuthorization, HeaderNames.Cookie, "X-Api-Key"];

    /// <summary>Applies to the request that is about to be sent.</summary>
    public static void Apply(Exchange exchange, HttpRequestMessage forwarded)
    {
        var credential = exchange.Access.Credential;
        if (credential is null && !exchange.Access.IsByGrant)
            return;
        var headers = exchange.Context.Request.Headers;
        var token = exchange.Access.IsByGrant ? BearerToken.Of(headers.Authorization) : default;
        foreach (var header in headers)
        {
            if ((credential is not null && IsCredential(header.Key, credential))
                || (!token.IsEmpty && header.Value.ToString().AsSpan().Contains(token, StringComparison.Ordinal)))
                ForwardedHeaderRules.Remove(forwarded, header.Key);
        }

        if (credential is null)
            return;
        ForwardedHeaderRules.Remove(forwarded, credential.Header);
        forwarded.Headers.TryAddWithoutValidation(credential.Header, credential.Value);
    }

    // Servers behind CGI-like interfaces do not tell underscores from hyphens.
    private static bool IsCredential(string name, Credential credential)
    {
        var hyphened = name.Contains('_', StringComparison.Ordinal) ? name.Replace('_', '-') : name;
        foreach (var one in OfCallers)
        {
            if (one.Equals(hyphened, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return credential.Header.Replace('_', '-').Equals(hyphened, StringComparison.OrdinalIgnoreCase);
    }
}
