using System.Diagnostics.CodeAnalysis;

namespace Edge.Admin.Policies;

/// <summary>One active policy, complete.</summary>
internal sealed record PolicyDetail : PolicyAnswer
{
    /// <summary>Adds to what lists show.</summary>
    [SetsRequiredMembers]
    public PolicyDetail(PolicyAnswer policy, string text, IReadOnlyList<ToolAnswer> tools)
        : base(policy)
    {
        Text = text;
        Tools = tools;
    }

    /// <summary>The active text.</summary>
    public required string Text { get; init; }

    /// <summary>What it comes to, tool by tool.</summary>
    public required IReadOnlyList<ToolAnswer> Tools { get; init; }
}
