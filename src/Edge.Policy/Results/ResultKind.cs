namespace Edge.Policy.Results;

/// <summary>What a message from a server is to the rules.</summary>
internal enum ResultKind
{
    /// <summary>The answer to a call that the rules are about: everything applies.</summary>
    Answer,

    /// <summary>Anything else: only <c>redact</c> applies.</summary>
    Other,
}
