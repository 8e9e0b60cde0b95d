namespace Edge.Gateway;

/// <summary>The section <c>Edge:Grants</c>: who may call.</summary>
public sealed class EdgeGrantOptions
{
    /// <summary>
    /// The grants file. Default: null, where callers pass with their own credential. It cannot be used where the host registered an
    /// <see cref="Callers.ICallerResolver"/>.
    /// </summary>
    public string? File { get; set; }

    /// <summary>The directory of the secrets that credentials name by <c>${file:NAME}</c>. Default: null.</summary>
    public string? SecretsDirectory { get; set; }
}
