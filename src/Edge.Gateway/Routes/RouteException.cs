namespace Edge.Gateway.Routes;

/// <summary>A mistake in a route or cluster, with the key where an operator finds it.</summary>
internal sealed class RouteException(string key, string code, string message) : Exception(message)
{
    /// <summary>The configuration key, with colons.</summary>
    public string Key { get; } = key;

    /// <summary>The stable code.</summary>
    public string Code { get; } = code;
}
