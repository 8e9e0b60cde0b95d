namespace Edge.Gateway.Routes;

/// <summary>The documents by which clients discover a server's authorization (RFC 9728 and RFC 8414).</summary>
internal static class AuthorizationDocuments
{
    /// <summary>What their paths begin with.</summary>
    public const string WellKnownPrefix = "/.well-known/oauth-";

    /// <summary>Whether the request asks for one of them; in any letter case, as routes are matched.</summary>
    public static bool AreAskedBy(HttpRequest request) =>
        request.Path.Value is { } path && path.StartsWith(WellKnownPrefix, StringComparison.OrdinalIgnoreCase);
}
