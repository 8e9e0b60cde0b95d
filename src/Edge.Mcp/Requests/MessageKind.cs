namespace Edge.Mcp.Requests;

/// <summary>What a message is.</summary>
internal enum MessageKind
{
    /// <summary>It has a method and an id.</summary>
    Request,

    /// <summary>It has a method and no id.</summary>
    Notification,

    /// <summary>It has a result or an error: a client's answer to a server, in the older revisions.</summary>
    Response,
}
