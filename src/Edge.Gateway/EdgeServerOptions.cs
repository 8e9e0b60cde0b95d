namespace Edge.Gateway;

/// <summary>
/// The credential that Edge sends to one server in place of its callers': the section <c>Edge:Servers:NAME:Credential</c>.
/// </summary>
public sealed class EdgeServerOptions
{
    /// <summary>The name of the header, such as <c>Authorization</c>. Default: null: there is no credential.</summary>
    public string? Header { get; set; }

    /// <summary>
    /// The value of the header, with secrets as <c>${env:NAME}</c> or <c>${file:NAME}</c>: <c>Bearer ${env:RUNPOD_API_KEY}</c>. Required
    /// with <see cref="Header"/>. Never logged.
    /// </summary>
    public string? Value { get; set; }
}
