namespace Edge.Policy.Documents;

/// <summary>What a path starts from.</summary>
internal enum PathRoot
{
    /// <summary>The call's arguments; absent arguments are <c>{}</c>.</summary>
    Arguments,

    /// <summary>The grant's id.</summary>
    GrantId,

    /// <summary>A label of the grant.</summary>
    GrantLabel,

    /// <summary>The tool's name.</summary>
    Tool,

    /// <summary>The session's id.</summary>
    SessionId,
}
