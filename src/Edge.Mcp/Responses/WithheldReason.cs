namespace Edge.Mcp.Responses;

/// <summary>Why a message from a server was not sent on.</summary>
internal enum WithheldReason
{
    None,

    /// <summary>The media type or charset is not one in which a list is answered.</summary>
    MediaType,

    /// <summary>The body is encoded in a way that Edge does not read, although it asked for none.</summary>
    ContentEncoding,

    /// <summary>The message, event or body is longer than the bound.</summary>
    TooLong,

    /// <summary>Bodies and lists hold as many bytes as they may.</summary>
    NoRoom,

    /// <summary>The message has more members than the bound.</summary>
    TooManyMembers,

    /// <summary>Not well-formed UTF-8.</summary>
    NotUtf8,

    /// <summary>Not one JSON document, or nested too deeply.</summary>
    NotJson,

    /// <summary>Not one JSON-RPC object: an array, a scalar, or a result that is no object.</summary>
    NotAMessage,

    /// <summary>An object has a name twice.</summary>
    DuplicateKey,

    /// <summary>An escape leaves half a surrogate pair.</summary>
    LoneSurrogate,

    /// <summary>A name that some reader would take for a protocol key, as <c>Result</c> or <c>__proto__</c>.</summary>
    AmbiguousKey,

    /// <summary>A message has both a result and an error.</summary>
    ResultAndError,

    /// <summary>A result in an answer whose status says error.</summary>
    ResultNotAllowed,

    /// <summary>A list that is no array.</summary>
    NotAList,

    /// <summary>A list that begins behind so much else that this was on its way already.</summary>
    ListTooLate,

    /// <summary>A handshake that ends with a revision of the protocol that is not let through.</summary>
    Revision,
}
