namespace Edge.Gateway;

/// <summary>Which package reads a key that nobody here reads: each reads only the keys of what it does.</summary>
internal static class MissingPackages
{
    private static readonly (string Key, string Owner)[] Owners =
    [
        ("Admin", "the package EdgePolicyGateway.Admin: reference it and call AddAdmin"),
        ("Store", "the package EdgePolicyGateway.Stores.Sqlite or EdgePolicyGateway.Stores.Postgres: reference it and call AddSqliteStore "
            + "or AddPostgresStore"),
        ("Limits", "the package EdgePolicyGateway.Stores.Redis: reference it and call AddRedisLimits"),
        ("Wire:HeadersTimeout", Program("Kestrel's Limits.RequestHeadersTimeout")),
        ("Wire:IdleTimeout", Program("Kestrel's Limits.KeepAliveTimeout")),
        ("Wire:KnownProxies", Program("ForwardedHeadersOptions")),
        ("Wire:ForwardLimit", Program("ForwardedHeadersOptions")),
        ("Flood:ConnectionsPerAddress", Program("Kestrel's Limits.MaxConcurrentConnections")),
        ("ShutdownGrace", Program("HostOptions.ShutdownTimeout")),
    ];

    /// <summary>Who reads <paramref name="key"/>, which is relative to the section; null if nobody is known to.</summary>
    public static string? Of(string key)
    {
        foreach (var (owned, owner) in Owners)
        {
            if (key.Equals(owned, StringComparison.OrdinalIgnoreCase) || key.StartsWith(owned + ":", StringComparison.OrdinalIgnoreCase))
                return owner;
        }

        return null;
    }

    private static string Program(
        string own) => $"the program 'edge' (EdgePolicyGateway.Tool), which owns its process: in a host of your own set {own}";
}
