namespace Edge.Mcp.Requests;

/// <summary>
/// Finds the revision of a request and holds it to that revision's rules (design page on the wire, requests 5; specification 2026-07-28,
/// streamable-http "Server Validation" and basic "_meta"). Thread-safe.
/// </summary>
/// <remarks>
/// (1) the header is readable, (2) it agrees with the body, (3) the revision is let through, (4) the mirrored headers agree with the
/// body, in revisions that have them, (5) the body has what the revision requires. Nothing is decided on a header: it is compared and then
/// forgotten.
/// </remarks>
internal sealed class RevisionRules
{
    private static readonly Refusal Unreadable = Refusal.Mismatch(
        "Set MCP-Protocol-Version to the name of a revision, 1 to 64 visible ASCII characters.");

    private static readonly Refusal Disagrees = Refusal.Mismatch(
        "Set MCP-Protocol-Version to the revision that params._meta names: they differ.");

    private static readonly Refusal Missing = Refusal.Mismatch(
        "Set MCP-Protocol-Version to the revision that params._meta names: the header is missing.");

    private static readonly Refusal PostedResponse = Refusal.Envelope(
        RefusalReason.InvalidEnvelope, "Send requests and notifications only: from 2026-07-28 on clients post no responses.");

    private static readonly Refusal NoRevision = Refusal.Params(
        "Name the revision in params._meta[\"io.modelcontextprotocol/protocolVersion\"], as MCP-Protocol-Version does.");

    private static readonly Refusal NoCapabilities = Refusal.Params(
        "State the client's capabilities, an object, in params._meta[\"io.modelcontextprotocol/clientCapabilities\"].");

    private static readonly Refusal ModernStream = new()
    {
        Reason = RefusalReason.MethodNotAllowed,
        Status = StatusCodes.Status405MethodNotAllowed,
        RpcCode = RpcCodes.InvalidRequest,
        Message = "Use POST: from 2026-07-28 on there are no streams to open with GET and no sessions to end with DELETE.",
        Allow = "POST",
    };

    private readonly string[] _only;
    private readonly bool _hasHandshake;

    /// <summary>Takes the revisions that alone are let through; none means all.</summary>
    public RevisionRules(IEnumerable<string> only)
    {
        _only = [.. only];
        _hasHandshake = _only.Length == 0 || !Array.TrueForAll(_only, Revisions.IsModern);
    }

    /// <summary>Checks a request with a message.</summary>
    public RevisionVerdict Check(IHeaderDictionary headers, Message message)
    {
        // 1: the header
        if (!TryReadHeader(headers, out var header))
        {
            var seen = new Disagreement(McpHeaders.ProtocolVersion, headers[McpHeaders.ProtocolVersion], message.ProtocolVersion);
            return new(Unreadable with { Seen = seen }, Revisions.Assumed, IsModern: false);
        }

        // 2: header and body
        var named = message.ProtocolVersion;
        var revision = header ?? named ?? message.InitializeVersion ?? Revisions.Assumed;
        var isModern = (header is not null && Revisions.IsModern(header)) || (named is not null && Revisions.IsModern(named));
        if (header is not null && named is not null && header != named)
            return new(Disagrees with { Seen = new(McpHeaders.ProtocolVersion, header, named) }, revision, isModern);
        if (header is null && isModern)
            return new(Missing with { Seen = new(McpHeaders.ProtocolVersion, null, named) }, revision, isModern);

        // 3: the revision; an initialize only proposes one, which the server may answer with another (lifecycle, "Version Negotiation")
        var isProposal = !isModern && named is null && message.InitializeVersion is not null;
        var isUnnamed = header is null && named is null && message.InitializeVersion is null;
        if (!(isUnnamed ? IsUnnamedLetThrough() : IsLetThrough(revision, isProposal)))
            return new(Unsupported(revision), revision, isModern);

        // 4: the mirrored headers, which older revisions do not know and which are dropped there; 5: what the revision requires
        return new(isModern ? MirroredHeaders.Check(headers, message) ?? CheckModern(message) : null, revision, isModern);
    }

    /// <summary>Checks a <c>GET</c> or <c>DELETE</c>, which only the older revisions have.</summary>
    public RevisionVerdict CheckWithoutMessage(IHeaderDictionary headers)
    {
        if (!TryReadHeader(headers, out var header))
            return new(Unreadable, Revisions.Assumed, IsModern: false);
        var revision = header ?? Revisions.Assumed;
        var isModern = Revisions.IsModern(revision);
        if (!(header is null ? IsUnnamedLetThrough() : IsLetThrough(revision, isProposal: false)))
            return new(Unsupported(revision), revision, isModern);
        return new(isModern ? ModernStream : null, revision, isModern);
    }

    private static bool TryReadHeader(IHeaderDictionary headers, out string? revision)
    {
        revision = null;
        if (!headers.TryGetValue(McpHeaders.ProtocolVersion, out var values))
            return true;
        var value = values.ToString();
        var trimmed = HeaderValue.Trim(value);
        if (!HeaderValue.IsToken(trimmed, Revisions.MaxLength))
            return false;
        revision = trimmed.Length == value.Length ? value : trimmed.ToString();
        return true;
    }

    // A later revision is read by the newest rules; one that sorts before it and was never published has no rules. The handshake is
    // the older revisions' own: what is proposed there leads to one of those, to which the server's answer is held.
    private bool IsLetThrough(string revision, bool isProposal)
    {
        if (isProposal)
            return _hasHandshake;
        return _only.Length > 0 ? _only.Contains(revision) : Revisions.IsModern(revision) || Revisions.IsKnown(revision);
    }

    // The header is younger than the oldest revision, whose clients send none.
    private bool IsUnnamedLetThrough() => IsLetThrough(Revisions.Assumed, isProposal: false)
        || IsLetThrough(Revisions.Oldest, isProposal: false);

    // The header rules of posted notifications are undefined, and clients send them with the header alone.
    private static Refusal? CheckModern(Message message) => message.Kind switch
    {
        MessageKind.Response => PostedResponse,
        MessageKind.Notification => null,
        _ when message.ProtocolVersion is null => NoRevision,
        _ when !message.HasClientCapabilities => NoCapabilities,
        _ => null,
    };

    private Refusal Unsupported(string revision) => new()
    {
        Reason = RefusalReason.UnsupportedRevision,
        RpcCode = RpcCodes.UnsupportedProtocolVersion,
        Message = "Use a supported revision of the protocol.",
        EchoId = true,
        Supported = _only.Length > 0 ? _only : Revisions.Known,
        Requested = revision,
    };
}
