using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Servers;

/// <summary>One server, as Edge sees it from the messages that it forwards: it sends none of its own.</summary>
internal sealed record ServerAnswer
{
    /// <summary>The name.</summary>
    public required string Name { get; init; }

    /// <summary><c>answers</c>, <c>fails</c> (its last message did), or <c>unknown</c> while nothing was forwarded.</summary>
    [AllowedValues("answers", "fails", "unknown")]
    public required string State { get; init; }

    /// <summary>Its destinations, with what YARP's passive health checks say of them.</summary>
    public required IReadOnlyList<DestinationAnswer> Destinations { get; init; }

    /// <summary>The routes that lead to it.</summary>
    public required IReadOnlyList<RouteAnswer> Routes { get; init; }

    /// <summary>How many messages it answered since the start, also with an error of its own.</summary>
    public required long Answered { get; init; }

    /// <summary>How many it did not answer, or not whole.</summary>
    public required long Failed { get; init; }

    /// <summary>When it answered last; absent for never.</summary>
    public DateTimeOffset? LastAnswerAt { get; init; }

    /// <summary>When it failed last; absent for never.</summary>
    public DateTimeOffset? LastFailureAt { get; init; }

    /// <summary>Why.</summary>
    public string? LastFailure { get; init; }

    /// <summary>The protocol's revisions that callers spoke to it.</summary>
    public required IReadOnlyList<RevisionAnswer> Revisions { get; init; }

    /// <summary>How long its newest calls took; absent while none is kept.</summary>
    public LatencyAnswer? Latency { get; init; }

    /// <summary>How many tools its lists had.</summary>
    public required int Tools { get; init; }

    /// <summary>Entries of its lists that agents are not shown, because they have no valid name; at most 100.</summary>
    public required IReadOnlyList<DroppedAnswer> Dropped { get; init; }
}
