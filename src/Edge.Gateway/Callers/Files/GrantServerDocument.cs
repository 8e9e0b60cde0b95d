using Edge.Gateway.Callers.Credentials;
using Edge.Policy.Documents;

namespace Edge.Gateway.Callers.Files;

/// <summary>What a grant says about one server. Immutable.</summary>
internal sealed record GrantServerDocument
{
    /// <summary>The server: the id of a cluster.</summary>
    public required string Server { get; init; }

    /// <summary>Where the server's name stands.</summary>
    public required SourcePlace Place { get; init; }

    /// <summary>The policy in place of the route's; null for the route's.</summary>
    public string? Policy { get; init; }

    /// <summary>Where the policy's name stands.</summary>
    public SourcePlace PolicyPlace { get; init; }

    /// <summary>The grant's own credential there; null for the server's.</summary>
    public CredentialTemplate? Credential { get; init; }

    /// <summary>Where the credential's value stands.</summary>
    public SourcePlace CredentialPlace { get; init; }
}
