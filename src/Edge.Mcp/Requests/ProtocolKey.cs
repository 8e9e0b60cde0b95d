namespace Edge.Mcp.Requests;

/// <summary>The members that the protocol defines and Edge tells apart.</summary>
internal enum ProtocolKey
{
    /// <summary>Some other name.</summary>
    Other,

    /// <summary>Not a protocol name, but one for a reader that ignores letter case.</summary>
    Confusable,

    /// <summary>A protocol name that Edge checks for variants only.</summary>
    Known,

    JsonRpc,
    Id,
    Method,
    Params,
    Result,
    Error,
    Meta,
    Name,
    Arguments,
    Uri,
    Ref,
    Type,
    TaskId,
    ProtocolVersion,
    InputResponses,
    RequestState,
    Notifications,
    ResourceSubscriptions,
    MetaProtocolVersion,
    MetaClientCapabilities,
    Traceparent,
    Tracestate,
}
