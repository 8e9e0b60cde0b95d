using System.Diagnostics;
using System.Net;
using Edge.Gateway.Policies;
using Edge.Policy.Calls;

namespace Edge.Gateway.DecisionFeed;

/// <summary>One decision as the ring had it when somebody looked. Immutable.</summary>
internal sealed record KeptDecision
{
    /// <summary>Its number, counted from 1 since the start; each decision has one more than the one before.</summary>
    public required long Sequence { get; init; }

    /// <summary>The decision's id, as in the denial, the span and the records.</summary>
    public required string Id { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The server that the message was for.</summary>
    public required string Server { get; init; }

    /// <summary>Who called.</summary>
    public required Caller Caller { get; init; }

    /// <summary>From where.</summary>
    public required IPAddress? Address { get; init; }

    /// <summary>The method, or the HTTP method where there was no message.</summary>
    public required string Method { get; init; }

    /// <summary>The tool of a call.</summary>
    public required string? Tool { get; init; }

    /// <summary>The prompt, shortened.</summary>
    public required string? Prompt { get; init; }

    /// <summary>The resources; the first of them, shortened, unless <see cref="IsWhole"/>.</summary>
    public required IReadOnlyList<string> ResourceUris { get; init; }

    /// <summary>The session as the server knows it: never shown.</summary>
    public required string? SessionId { get; init; }

    /// <summary>Whether all names are here, so that the message can be judged again.</summary>
    public required bool IsWhole { get; init; }

    /// <summary>What was decided.</summary>
    public required Decision Decision { get; init; }

    /// <summary>By which policy.</summary>
    public required PolicySnapshot Snapshot { get; init; }

    /// <summary>The trace; the default where nobody traced.</summary>
    public required ActivityTraceId TraceId { get; init; }

    /// <summary>How long the decision took.</summary>
    public required TimeSpan Deciding { get; init; }

    /// <summary>What the limits said.</summary>
    public required IReadOnlyList<KeptLimit> Limits { get; init; }

    /// <summary>The arguments as sent; null where they were not kept, empty where there were none.</summary>
    public required byte[]? Arguments { get; init; }

    /// <summary>What became of it; null while it is under way.</summary>
    public required DecisionEnd? End { get; init; }

    /// <summary>What the message was about, in one text: the tool, the prompt or the first resource.</summary>
    public string? Target => Tool ?? Prompt ?? (ResourceUris.Count > 0 ? ResourceUris[0] : null);
}
