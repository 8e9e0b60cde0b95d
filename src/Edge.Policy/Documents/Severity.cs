namespace Edge.Policy.Documents;

/// <summary>How bad a mistake in a policy is.</summary>
internal enum Severity
{
    /// <summary>The policy is refused.</summary>
    Error,

    /// <summary>The policy is taken, and probably does not do what its author meant.</summary>
    Warning,
}
