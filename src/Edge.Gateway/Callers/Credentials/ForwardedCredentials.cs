using Edge.Gateway.Callers.Authentication;
using Edge.Mcp.Requests;
using Microsoft.Net.Http.Headers;

namespace Edge.Gateway.Callers.Credentials;

/// <summary>
/// Which credential a server sees. With one of Edge's own, that alone; with a grants file the caller's token never, in whatever header it
/// stands; else the caller's. Thread-safe.
/// </summary>
internal static class ForwardedCredentials
{
    private static readonly string[] OfCallers = [HeaderNames.Authorization, HeaderNames.ProxyAuthorization, HeaderNames.Cookie,
        "X-Api-Key"];

    /// <summary>Applies to the request that is about to be sent.</summary>
    /// <param name="headers">The headers that the caller sent.</param>
    /// <param name="access">What the caller may do.</param>
    /// <param name="forwarded">The request.</param>
    public static void Apply(IHeaderDictionary headers, GrantAccess access, HttpRequestMessage forwarded)
    {
        var credential = access.Credential;
        if (credential is null && !access.IsByGrant)
            return;
        var token = access.IsByGrant ? BearerToken.Of(headers.Authorization) : default;
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
