using Edge.Gateway.Callers.Credentials;

namespace Edge.Gateway.Callers;

/// <summary>What came of loading grants and credentials.</summary>
/// <param name="Snapshot">What can become active; null when there are errors.</param>
/// <param name="Content">Names the content that was read, secrets included.</param>
/// <param name="Errors">Every error, one line each, in the order of the file.</param>
/// <param name="Secrets">The reader that knows which secrets were read.</param>
internal sealed record GrantLoad(GrantSnapshot? Snapshot, string Content, IReadOnlyList<string> Errors, SecretReader Secrets)
{
    /// <summary>The revision of the file that was read, 12 hexadecimal digits; empty without one.</summary>
    public string Revision { get; init; } = "";

    /// <summary>Every warning, likewise.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
