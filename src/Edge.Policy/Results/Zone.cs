namespace Edge.Policy.Results;

/// <summary>Where in a message a value stands.</summary>
internal enum Zone
{
    /// <summary>JSON without a meaning of its own: within texts, <c>structuredContent</c>, <c>error.data</c>.</summary>
    Data,

    /// <summary>The message itself, or an array of messages.</summary>
    Message,

    /// <summary>What a message has besides its answer.</summary>
    Envelope,

    /// <summary>The <c>result</c>, whose members named <c>text</c> hold texts.</summary>
    Result,

    /// <summary>The <c>content</c> of a result: strings there are texts.</summary>
    Content,

    /// <summary>The <c>error</c>.</summary>
    Error,
}
