namespace Edge.Mcp.Requests;

/// <summary>Where in a body lie the values that decide what a message is, as the one pass over it found them.</summary>
internal struct MessageMarks
{
    public ValueMark JsonRpc;
    public ValueMark Id;
    public ValueMark Method;
    public ValueMark Params;
    public ValueMark Result;
    public ValueMark Error;

    public ValueMark Name;
    public ValueMark Arguments;
    public ValueMark Uri;
    public ValueMark TaskId;
    public ValueMark ProtocolVersion;
    public ValueMark InputResponses;
    public ValueMark RequestState;
    public ValueMark Meta;
    public ValueMark Ref;
    public ValueMark RefType;
    public ValueMark RefName;
    public ValueMark RefUri;
    public ValueMark Notifications;
    public ValueMark ResourceSubscriptions;

    public ValueMark MetaProtocolVersion;
    public ValueMark MetaClientCapabilities;
    public ValueMark Traceparent;
    public ValueMark Tracestate;
}
