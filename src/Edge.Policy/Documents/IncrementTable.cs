using System.Collections.Frozen;

namespace Edge.Policy.Documents;

/// <summary>Costs by the value at a path: <c>{ "path", "values", "default" }</c>.</summary>
/// <param name="Path">The path to a string (a number or boolean is looked up by its JSON text).</param>
/// <param name="Values">The cost for each value; none is negative.</param>
/// <param name="Default">The cost of any other value and of an absent one; null: unevaluable.</param>
internal sealed record IncrementTable(ValuePath Path, FrozenDictionary<string, decimal> Values, decimal? Default);
