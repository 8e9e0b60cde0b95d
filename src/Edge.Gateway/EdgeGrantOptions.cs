namespace Edge.Gateway;

/// <summary>The callers that may use Edge: the section <c>Edge:Grants</c>.</summary>
public sealed class EdgeGrantOptions
{
    /// <summary>
    /// The grants file, with the callers' tokens, labels, servers and policies. Reloaded when it changes. Default: null: callers use their
    /// own credentials for the server. It excludes an <see cref="Callers.ICallerResolver"/>.
    /// </summary>
    public string? File { get; set; }

    /// <summary>
    /// The folder of the files that credentials name as <c>${file:NAME}</c>. Reloaded when they change. Default: null: there is none.
    /// </summary>
    public string? SecretsDirectory { get; set; }
}
