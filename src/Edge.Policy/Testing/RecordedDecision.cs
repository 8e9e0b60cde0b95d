using System.Net;

namespace Edge.Policy.Testing;

/// <summary>What an audit record says of a decision. Immutable.</summary>
internal sealed record RecordedDecision
{
    /// <summary>When it was decided.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The decision's id.</summary>
    public required string DecisionId { get; init; }

    /// <summary>Who called.</summary>
    public required string Grant { get; init; }

    /// <summary>The method.</summary>
    public required string Method { get; init; }

    /// <summary>The tool; null in other messages.</summary>
    public string? Tool { get; init; }

    /// <summary>The keyed hash of the session's id; null without one.</summary>
    public string? Session { get; init; }

    /// <summary>The client's address; null if it is unknown.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>Whether the call had arguments, which are not recorded.</summary>
    public bool HasArguments { get; init; }

    /// <summary>Whether a person was asked, or had approved.</summary>
    public bool HasApproval { get; init; }

    /// <summary>What was decided: <c>allow</c>, <c>deny</c> or <c>approval_required</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }
}
