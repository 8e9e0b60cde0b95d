namespace Edge.Mcp.Requests;

/// <summary>Compares <c>Mcp-Method</c> and <c>Mcp-Name</c> with the body, from 2026-07-28 on; older revisions do not have them.</summary>
internal static class MirroredHeaders
{
    private static readonly Refusal NoMethod = Refusal.Mismatch("Set Mcp-Method to the message's method: the header is missing.");

    private static readonly Refusal WrongMethod = Refusal.Mismatch(
        "Set Mcp-Method to the message's method, with its letter case: they differ.");

    private static readonly Refusal NoName = Refusal.Mismatch(
        "Set Mcp-Name to the name or URI that params has: the header is missing.");

    private static readonly Refusal WrongName = Refusal.Mismatch("Set Mcp-Name to the name or URI that params has: they differ.");

    private static readonly Refusal NameOfNothing = Refusal.Mismatch(
        "Send Mcp-Name only with a method that acts on something that has a name.");

    private static readonly Refusal Undecodable = Refusal.Mismatch(
        "Set Mcp-Name to ASCII text, or to '=?base64?' and the padded Base64 of UTF-8 and '?='.");

    /// <summary>Null if what is there agrees, and nothing that is required is missing.</summary>
    public static Refusal? Check(IHeaderDictionary headers, Message message) =>
        CheckMethod(headers, message) ?? CheckName(headers, message);

    private static Refusal? CheckMethod(IHeaderDictionary headers, Message message)
    {
        if (!headers.TryGetValue(McpHeaders.Method, out var values))
            return message.Kind == MessageKind.Request ? NoMethod with { Seen = Method(null, message) } : null;
        var value = HeaderValue.Trim(values.ToString());
        return message.Kind != MessageKind.Response && value.SequenceEqual(message.Method)
            ? null
            : WrongMethod with { Seen = Method(value.ToString(), message) };
    }

    private static Refusal? CheckName(IHeaderDictionary headers, Message message)
    {
        if (!headers.TryGetValue(McpHeaders.Name, out var values))
        {
            return message is { Kind: MessageKind.Request, Facts.NeedsNameHeader: true }
                ? NoName with { Seen = Name(null, message) }
                : null;
        }
        var value = HeaderValue.Trim(values.ToString());
        if (HeaderValue.IsPlain(value))
            return CheckName(value, message);
        return HeaderValue.TryDecode(value, out var decoded)
            ? CheckName(decoded, message)
            : Undecodable with { Seen = Name(value.ToString(), message) };
    }

    // Extensions say themselves which member of params their methods mirror: of a method that nobody published it is not known.
    private static Refusal? CheckName(ReadOnlySpan<char> name, Message message)
    {
        if (message.MirroredName is { } expected)
            return name.SequenceEqual(expected) ? null : WrongName with { Seen = Name(name.ToString(), message) };
        return message.Kind == MessageKind.Request && message.Facts is null
            ? null
            : NameOfNothing with { Seen = Name(name.ToString(), message) };
    }

    private static Disagreement Method(string? inHeader, Message message) =>
        new(McpHeaders.Method, inHeader, message.Kind == MessageKind.Response ? null : message.Method);

    private static Disagreement Name(string? inHeader, Message message) => new(McpHeaders.Name, inHeader, message.MirroredName);
}
