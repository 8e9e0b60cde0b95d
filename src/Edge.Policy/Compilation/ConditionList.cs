namespace Edge.Policy.Compilation;

/// <summary>The lists in which a condition may stand.</summary>
internal enum ConditionList
{
    /// <summary><c>require</c>.</summary>
    Require,

    /// <summary><c>deny_if</c>.</summary>
    DenyIf,

    /// <summary><c>approval.when</c>.</summary>
    When,
}
