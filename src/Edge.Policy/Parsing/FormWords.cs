using Edge.Policy.Documents;

namespace Edge.Policy.Parsing;

/// <summary>Every word and every member name of the policy format.</summary>
internal static class FormWords
{
    public static readonly WordTable<DefaultAction> Default = new(("deny", DefaultAction.Deny), ("allow", DefaultAction.Allow))
    {
        Synonyms = Synonyms.Default,
    };

    public static readonly WordTable<PolicyMode> Mode =
        new(("enforce", PolicyMode.Enforce), ("shadow", PolicyMode.Shadow)) { Synonyms = Synonyms.Mode };

    public static readonly WordTable<DenialStyle> Denials = new(("explain", DenialStyle.Explain), ("hide", DenialStyle.Hide))
    {
        Synonyms = Synonyms.Denials,
    };

    public static readonly WordTable<RuleAction> Action = new(
        ("allow", RuleAction.Allow),
        ("deny", RuleAction.Deny),
        ("require_approval", RuleAction.RequireApproval))
    { Synonyms = Synonyms.Action };

    public static readonly WordTable<LimitAlgorithm> Algorithm = new(
        ("fixed", LimitAlgorithm.Fixed),
        ("sliding", LimitAlgorithm.Sliding),
        ("token_bucket", LimitAlgorithm.TokenBucket),
        ("concurrency", LimitAlgorithm.Concurrency))
    { Synonyms = Synonyms.Algorithm };

    public static readonly WordTable<LimitScope> Scope = new(
        ("grant", LimitScope.Grant),
        ("session", LimitScope.Session),
        ("tool", LimitScope.Tool),
        ("global", LimitScope.Global),
        ("ip", LimitScope.Address))
    { Synonyms = Synonyms.Scope };

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
        ("type", ConditionOperator.Type))
    { Synonyms = Synonyms.Operator };

    public static readonly WordTable<string> TypeName = new(
        ("string", "string"),
        ("number", "number"),
        ("boolean", "boolean"),
        ("object", "object"),
        ("array", "array"),
        ("null", "null"))
    { Synonyms = Synonyms.TypeName };

    public static readonly WordTable<TimeSpan> Window = new(
        ("second", TimeSpan.FromSeconds(1)),
        ("minute", TimeSpan.FromMinutes(1)),
        ("hour", TimeSpan.FromHours(1)),
        ("day", TimeSpan.FromDays(1)))
    { Synonyms = Synonyms.Window };

    public static readonly WordTable<PathFunction> Function =
        new(("keys", PathFunction.Keys), ("length", PathFunction.Length), ("bytes", PathFunction.Bytes))
        {
            Synonyms = Synonyms.Function,
        };

    public static readonly string[] Document =
        ["$schema", "version", "description", "default", "mode", "denials", "hide", "all_tools", "tools", "methods", "resources",
        "prompts"];

    public static readonly string[] Rule = ["action", "reason", "on_deny", "require", "deny_if", "limits", "rate_limit", "approval",
        "results", "shadow"];

    public static readonly string[] AllTools = ["require", "deny_if", "limits", "results"];

    public static readonly string[] RateLimit = ["max", "window"];

    public static readonly string[] Approval = ["when", "timeout", "hold", "message", "question"];

    public static readonly string[] Leaf = ["path", "op", "value", "default", "optional", "on_deny"];

    public static readonly string[] Groups = ["all", "any", "not", "conditions"];

    public static readonly string[] Limit =
        ["counter", "window", "max", "scope", "algorithm", "burst", "increment", "increment_from", "increment_default", "increment_table",
        "linger", "allotment", "on_deny"];

    public static readonly string[] IncrementTable = ["path", "values", "default"];

    public static readonly string[] Methods = ["allow", "deny"];

    public static readonly string[] Access = ["default", "allow", "deny", "results"];

    public static readonly string[] OtherPath = ["path"];
}
