using Edge.Mcp.Responses;

namespace Edge.Gateway.DecisionFeed;

/// <summary>What was seen of one server since the start. Immutable.</summary>
/// <param name="Answered">How many messages it answered, also with an error of its own.</param>
/// <param name="Failed">How many it did not answer, or not whole.</param>
/// <param name="LastAnswerAt">When it answered last; null for never.</param>
/// <param name="LastFailureAt">When it failed last; null for never.</param>
/// <param name="LastFailure">Why.</param>
/// <param name="Revisions">The protocol's revisions that callers spoke to it, with how many messages each.</param>
/// <param name="Dropped">Entries of its lists that nobody is shown, because they have no valid name.</param>
internal sealed record ServerSighting(
    long Answered, long Failed, DateTimeOffset? LastAnswerAt, DateTimeOffset? LastFailureAt, string? LastFailure,
    IReadOnlyList<KeyValuePair<string, long>> Revisions,
    IReadOnlyList<InvalidEntry> Dropped);
