using System.Diagnostics.CodeAnalysis;

namespace Edge.Admin.Policies;

/// <summary>One policy in force with all of it.</summary>
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

    /// <summary>The text in force.</summary>
    public required string Text { get; init; }

    /// <summary>What it comes to, tool by tool.</summary>
    public required IReadOnlyList<ToolAnswer> Tools { get; init; }
}
