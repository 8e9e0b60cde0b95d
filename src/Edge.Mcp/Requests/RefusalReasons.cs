namespace Edge.Mcp.Requests;

/// <summary>How a <see cref="RefusalReason"/> is spelled in metrics.</summary>
internal static class RefusalReasons
{
    /// <summary>The value of the attribute <c>edge.rejection</c>.</summary>
    public static string Slug(this RefusalReason reason) => reason switch
    {
        RefusalReason.Host => "host",
        RefusalReason.Origin => "origin",
        RefusalReason.Upgrade => "upgrade",
        RefusalReason.MethodNotAllowed => "method_not_allowed",
        RefusalReason.DuplicateHeader => "duplicate_header",
        RefusalReason.ConnectionHeader => "connection_header",
        RefusalReason.HeaderValue => "header_value",
        RefusalReason.UnexpectedBody => "unexpected_body",
        RefusalReason.ContentType => "content_type",
        RefusalReason.ContentEncoding => "content_encoding",
        RefusalReason.BodyTooLarge => "body_too_large",
        RefusalReason.BodyTimeout => "body_timeout",
        RefusalReason.BodyIncomplete => "body_incomplete",
        RefusalReason.BuffersFull => "buffers_full",
        RefusalReason.InvalidUtf8 => "invalid_utf8",
        RefusalReason.Malformed => "malformed",
        RefusalReason.Batch => "batch",
        RefusalReason.TooDeep => "too_deep",
        RefusalReason.TooManyMembers => "too_many_members",
        RefusalReason.TooManyValues => "too_many_values",
        RefusalReason.NameTooLong => "name_too_long",
        RefusalReason.DuplicateKey => "duplicate_key",
        RefusalReason.ConfusableKey => "confusable_key",
        RefusalReason.LoneSurrogate => "lone_surrogate",
        RefusalReason.InvalidEnvelope => "invalid_envelope",
        RefusalReason.InvalidId => "invalid_id",
        RefusalReason.InvalidParams => "invalid_params",
        RefusalReason.HeaderMismatch => "header_mismatch",
        RefusalReason.UnsupportedRevision => "unsupported_revision",
        RefusalReason.UnknownSession => "unknown_session",
        RefusalReason.Unauthenticated => "unauthenticated",
        RefusalReason.NoRoute => "no_route",
        RefusalReason.Flood => "flood",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "a new reason needs a slug"),
    };
}
