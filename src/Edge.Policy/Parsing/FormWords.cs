using System.Collections.Frozen;
using Edge.Policy.Documents;

namespace Edge.Policy.Parsing;

/// <summary>Every word and every member name of the policy format.</summary>
internal static class FormWords
{
    public static readonly WordTable<DefaultAction> Default = new(("deny", DefaultAction.Deny), ("allow", DefaultAction.Allow));

    public static readonly WordTable<PolicyMode> Mode = new(("enforce", PolicyMode.Enforce), ("shadow", PolicyMode.Shadow));

    public static readonly WordTable<DenialStyle> Denials = new(("explain", DenialStyle.Explain), ("hide", DenialStyle.Hide));

    public static readonly WordTable<RuleAction> Action = new(("allow", RuleAction.Allow), ("deny", RuleAction.Deny), ("require_approval", RuleAction.RequireApproval));

    public static readonly WordTable<LimitAlgorithm> Algorithm = new(
        ("fixed", LimitAlgorithm.Fixed),
        ("sliding", LimitAlgorithm.Sliding),
        ("token_bucket", LimitAlgorithm.TokenBucket),
        ("concurrency", LimitAlgorithm.Concurrency));

    public static readonly WordTable<LimitScope> Scope = new(
        ("grant", LimitScope.Grant),
        ("session", LimitScope.Session),
        ("tool", LimitScope.Tool),
        ("global", LimitScope.Global),
        ("ip", LimitScope.Address));

    public static readonly WordTable<ConditionOperator> Operator = new(
        ("eq", ConditionOperator.Equal),
        ("neq", ConditionOperator.NotEqual),
        ("lt", ConditionOperator.Less),
        ("lte", ConditionOperator.LessOrEqual),
        ("gt", ConditionOperator.Greater),
        ("gte", ConditionOperator.GreaterOrEqual),
        ("in", ConditionOperator.In),
        ("not_in", ConditionOperator.NotIn),
        ("contains", ConditionOperator.Contains),
        ("regex", ConditionOperator.Regex),
        ("exists", ConditionOperator.Exists),
        ("type", ConditionOperator.Type));

    /// <summary>What people write for an operator, having met it elsewhere.</summary>
    public static readonly FrozenDictionary<string, string> OperatorSynonyms = new Dictionary<string, string>
    {
        ["="] = "eq",
        ["=="] = "eq",
        ["equals"] = "eq",
        ["ne"] = "neq",
        ["!="] = "neq",
        ["<"] = "lt",
        ["<="] = "lte",
        ["le"] = "lte",
        [">"] = "gt",
        [">="] = "gte",
        ["ge"] = "gte",
        ["nin"] = "not_in",
        ["matches"] = "regex",
        ["pattern"] = "regex",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static readonly WordTable<string> TypeName = new(
        ("string", "string"),
        ("number", "number"),
        ("boolean", "boolean"),
        ("object", "object"),
        ("array", "array"),
        ("null", "null"));

    public static readonly WordTable<TimeSpan> Window = new(
        ("second", TimeSpan.FromSeconds(1)),
        ("minute", TimeSpan.FromMinutes(1)),
        ("hour", TimeSpan.FromHours(1)),
        ("day", TimeSpan.FromDays(1)));

    public static readonly WordTable<PathFunction> Function = new(("keys", PathFunction.Keys), ("length", PathFunction.Length), ("bytes", PathFunction.Bytes));

    public static readonly string[] Document =
        ["$schema", "version", "description", "default", "mode", "denials", "hide", "all_tools", "tools", "methods", "resources", "prompts"];

    public static readonly string[] Rule = ["action", "reason", "on_deny", "require", "deny_if", "limits", "rate_limit", "approval", "shadow"];

    public static readonly string[] AllTools = ["require", "deny_if", "limits"];

    public static readonly string[] RateLimit = ["max", "window"];

    public static readonly string[] Approval = ["when", "timeout", "hold", "message"];

    public static readonly string[] Leaf = ["path", "op", "value", "default", "optional", "on_deny"];

    public static readonly string[] Groups = ["all", "any", "not", "conditions"];

    public static readonly string[] Limit =
        ["counter", "window", "max", "scope", "algorithm", "burst", "increment", "increment_from", "increment_default", "increment_table", "linger", "on_deny"];

    public static readonly string[] IncrementTable = ["path", "values", "default"];

    public static readonly string[] Methods = ["allow", "deny"];

    public static readonly string[] Access = ["default", "allow", "deny"];

    public static readonly string[] OtherPath = ["path"];
}
