using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Limits;

/// <summary>A part of whose count it is.</summary>
/// <param name="Kind"><c>grant</c>, <c>session</c>, <c>tool</c>, <c>ip</c> or <c>argument</c>.</param>
/// <param name="Value">Whose: of sessions and arguments a short name that tells nothing else.</param>
internal sealed record ScopeAnswer([property: AllowedValues("grant", "session", "tool", "ip", "argument")] string Kind, string Value);
