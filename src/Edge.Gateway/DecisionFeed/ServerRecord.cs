using Edge.Mcp;
using Edge.Mcp.Responses;

namespace Edge.Gateway.DecisionFeed;

/// <summary>What was seen of one server since the start. Thread-safe.</summary>
internal sealed class ServerRecord
{
    private readonly Lock _gate = new();
    private const int MaxDropped = 100;
    private readonly HashSet<InvalidEntry> _dropped = [];
    private readonly SortedDictionary<string, long> _revisions = new(StringComparer.Ordinal);
    private long _answered;
    private long _failed;
    private DateTimeOffset? _lastAnswerAt;
    private DateTimeOffset? _lastFailureAt;
    private string? _lastFailure;

    /// <summary>A message was forwarded, and this became of it.</summary>
    /// <param name="at">When it ended.</param>
    /// <param name="revision">The protocol's revision that the caller spoke; null when it named none.</param>
    /// <param name="failure">Why the server is to blame; null when it answered.</param>
    public void Ended(DateTimeOffset at, string? revision, string? failure)
    {
        lock (_gate)
        {
            if (failure is null)
            {
                _answered++;
                _lastAnswerAt = at;
                // Callers choose what they name: only published revisions are told apart.
                if (revision is not null)
                {
                    var name = Revisions.IsKnown(revision) ? revision : "other";
                    _revisions[name] = _revisions.GetValueOrDefault(name) + 1;
                }

                return;
            }

            _failed++;
            (_lastFailureAt, _lastFailure) = (at, failure);
        }
    }

    /// <summary>A list had an entry that nobody can be shown. The first 100 different ones are kept.</summary>
    public void Dropped(InvalidEntry entry)
    {
        lock (_gate)
        {
            if (_dropped.Count < MaxDropped)
                _dropped.Add(entry);
        }
    }

    /// <summary>How things stand.</summary>
    public ServerSighting Look()
    {
        lock (_gate)
            return new ServerSighting(_answered, _failed, _lastAnswerAt, _lastFailureAt, _lastFailure, [.. _revisions], [.. _dropped]);
    }
}
