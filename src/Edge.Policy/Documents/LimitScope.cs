namespace Edge.Policy.Documents;

/// <summary>Whose count a limit is.</summary>
internal enum LimitScope
{
    /// <summary>The grant's.</summary>
    Grant,

    /// <summary>The session's; without a session the grant's.</summary>
    Session,

    /// <summary>The tool's.</summary>
    Tool,

    /// <summary>Everybody's; stands alone.</summary>
    Global,

    /// <summary>The client address's; IPv6 by its /64.</summary>
    Address,

    /// <summary>That of an argument's value.</summary>
    Argument,
}
