using System.Collections.Immutable;

namespace Edge.Policy.Documents;

/// <summary>A condition as written.</summary>
/// <param name="OnDeny">What the caller is told when this condition alone decided.</param>
/// <param name="Place">Where the condition stands.</param>
internal abstract record ConditionDocument(string? OnDeny, SourcePlace Place)
{
    /// <summary>
    /// True when each child is; the grouped form <c>conditions</c> is this too, and only it may be empty (then always true).
    /// </summary>
    public sealed record All(ImmutableArray<ConditionDocument> Children, string? OnDeny, SourcePlace Place)
        : ConditionDocument(OnDeny, Place);

    /// <summary>True when any child is.</summary>
    public sealed record Any(ImmutableArray<ConditionDocument> Children, string? OnDeny, SourcePlace Place)
        : ConditionDocument(OnDeny, Place);

    /// <summary>Swaps true and false and keeps the other values.</summary>
    public sealed record Not(ConditionDocument Child, string? OnDeny, SourcePlace Place) : ConditionDocument(OnDeny, Place);

    /// <summary>One comparison of the value at a path.</summary>
    public sealed record Leaf(ValuePath Path, ConditionOperator Operator, string? OnDeny, SourcePlace Place)
        : ConditionDocument(OnDeny, Place)
    {
        /// <summary>The literal to compare with; null exactly when <see cref="OtherPath"/> is set.</summary>
        public PolicyValue? Value { get; init; }

        /// <summary>The path whose value to compare with: <c>"value": { "path": ".." }</c>.</summary>
        public ValuePath? OtherPath { get; init; }

        /// <summary>The value to use when the path is absent; null for none.</summary>
        public PolicyValue? Default { get; init; }

        /// <summary>Whether an absent path makes the condition true (in <c>require</c> only, not under <c>not</c>).</summary>
        public bool Optional { get; init; }
    }
}
