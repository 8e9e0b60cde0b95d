using System.Collections.Immutable;

namespace Edge.Policy.Documents;

/// <summary>A JSON value of a policy, of a grant or of a caller's labels. Immutable.</summary>
/// <remarks>
/// Numbers are doubles. A policy is rejected if a number in it would lose digits, so comparing the doubles compares the decimals as
/// written.
/// </remarks>
public abstract record PolicyValue
{
    /// <summary>A string.</summary>
    public sealed record Text(string Value) : PolicyValue;

    /// <summary>A number.</summary>
    public sealed record Number(double Value) : PolicyValue;

    /// <summary>True or false.</summary>
    public sealed record Boolean(bool Value) : PolicyValue;

    /// <summary>Null.</summary>
    public sealed record Null : PolicyValue;

    /// <summary>An array.</summary>
    public sealed record List(ImmutableArray<PolicyValue> Items) : PolicyValue;

    /// <summary>An object; names are unique.</summary>
    public sealed record Map(ImmutableArray<KeyValuePair<string, PolicyValue>> Members) : PolicyValue;
}
