namespace Edge.Mcp.Requests;

/// <summary>Why a request is not read as a message: a closed list, one value of <c>edge.rejection</c> each.</summary>
internal enum RefusalReason
{
    Host,
    Origin,
    Upgrade,
    MethodNotAllowed,
    DuplicateHeader,
    ConnectionHeader,
    UnexpectedBody,
    ContentType,
    ContentEncoding,
    BodyTooLarge,
    BodyTimeout,
    BodyIncomplete,
    BuffersFull,
    InvalidUtf8,
    Malformed,
    Batch,
    TooDeep,
    TooManyMembers,
    NameTooLong,
    DuplicateKey,
    ConfusableKey,
    LoneSurrogate,
    InvalidEnvelope,
    InvalidId,
    InvalidParams,
    HeaderMismatch,
    UnsupportedRevision,
    UnknownSession,
}
