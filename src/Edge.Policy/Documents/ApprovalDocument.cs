using System.Collections.Immutable;

namespace Edge.Policy.Documents;

/// <summary>The members of <c>approval</c>.</summary>
internal sealed record ApprovalDocument
{
    /// <summary>Which calls need a person: any one that is true; empty means all.</summary>
    public ImmutableArray<ConditionDocument> When { get; init; } = [];

    /// <summary>How long an approval may be given and used. Default value: 30 minutes.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a call waits for its approval before it is answered, at most 50 seconds. Default value: 0.</summary>
    public TimeSpan Hold { get; init; }

    /// <summary>What the caller is told, and the person too where there is no <see cref="Question"/>.</summary>
    public string? Message { get; init; }

    /// <summary>What the person is asked; the caller does not see it. Default value: null, which means <see cref="Message"/>.</summary>
    public string? Question { get; init; }

    /// <summary>Where this object stands.</summary>
    public required SourcePlace Place { get; init; }
}
