using System.Collections.Immutable;
using Edge.Mcp.Responses;
using Edge.Policy.Limits;
using Edge.Policy.Results;

namespace Edge.Gateway.Calls;

/// <summary>A server's answer, from its head on. Not thread-safe; it belongs to its request.</summary>
/// <param name="lease">What the call holds of its limits; null for nothing.</param>
internal sealed class ServerAnswer(CallLease? lease) : IResponseObserver
{
    private List<ResultFinding>? _findings;

    /// <summary>The body that is handed on; null until it begins, and where none of it is handed on.</summary>
    public IdleTimeoutStream? Body { get; private set; }

    /// <summary>What was seen of the answer; null until it ended.</summary>
    public ResponseOutcome? Outcome { get; private set; }

    /// <summary>What the policy found in it; empty for nothing.</summary>
    public IReadOnlyList<ResultFinding> Findings => _findings ?? (IReadOnlyList<ResultFinding>)[];

    /// <summary>How many of its messages were withheld.</summary>
    public int WithheldMessages { get; private set; }

    /// <summary>A message was judged.</summary>
    public void Found(ImmutableArray<ResultFinding> findings)
    {
        if (findings.Length > 0)
            Add(findings);
    }

    /// <summary>A message was withheld.</summary>
    public void Withheld() => WithheldMessages++;

    /// <summary>Its body begins.</summary>
    /// <exception cref="InvalidOperationException">It began before.</exception>
    public IdleTimeoutStream Begin(IdleTimeoutStream body) =>
        Body = Body is null ? body : throw new InvalidOperationException("The body of an answer begins once.");

    /// <inheritdoc />
    /// <remarks>What ends an answer in the place of a server that fell silent is not the server's, which may still be at work.</remarks>
    public void Answered()
    {
        if (Body is not { Expired: false } body)
            return;
        body.Answered();
        lease?.Dispose();
    }

    /// <inheritdoc />
    public void Ended(ResponseOutcome outcome) => Outcome = outcome;

    // A stream has any number of messages, and a policy a few places that find something.
    private void Add(ImmutableArray<ResultFinding> findings)
    {
        _findings ??= [];
        foreach (var finding in findings)
        {
            var known = _findings.FindIndex(other => other with { Count = finding.Count } == finding);
            if (known < 0)
                _findings.Add(finding);
            else
                _findings[known] = finding with { Count = finding.Count + _findings[known].Count };
        }
    }
}
