namespace Edge.Gateway;

/// <summary>The section <c>Edge:Servers:NAME:Credential</c>: what Edge shows one server in its callers' place.</summary>
public sealed class EdgeServerOptions
{
    /// <summary>The header, such as <c>Authorization</c>. Default: null, for no credential.</summary>
    public string? Header { get; set; }

    /// <summary>
    /// Its value, which names secrets by <c>${env:NAME}</c> or <c>${file:NAME}</c>: <c>Bearer ${env:RUNPOD_API_KEY}</c>. Required with
    /// <see cref="Header"/>. Never logged.
    /// </summary>
    public string? Value { get; set; }
}
