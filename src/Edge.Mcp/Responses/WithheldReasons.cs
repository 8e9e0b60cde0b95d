namespace Edge.Mcp.Responses;

/// <summary>What callers are told about a <see cref="WithheldReason"/>.</summary>
internal static class WithheldReasons
{
    /// <summary>The reason as the part of a sentence behind "it".</summary>
    public static string Text(this WithheldReason reason) => reason switch
    {
        WithheldReason.MediaType => "has a media type or charset in which no list is answered",
        WithheldReason.ContentEncoding => "has a content encoding that Edge does not read",
        WithheldReason.TooLong => "is too long",
        WithheldReason.NoRoom => "found no room: too many lists are being read at once",
        WithheldReason.TooManyMembers => "has too many members",
        WithheldReason.NotUtf8 => "is not UTF-8",
        WithheldReason.NotJson => "is not JSON, or nested too deeply",
        WithheldReason.NotAMessage => "is not one JSON-RPC message",
        WithheldReason.DuplicateKey => "names a member of an object twice",
        WithheldReason.LoneSurrogate => "has half a surrogate pair",
        WithheldReason.AmbiguousKey => "names a member that some reader takes for another",
        WithheldReason.ResultAndError => "has both a result and an error",
        WithheldReason.ResultNotAllowed => "has a list under a status that says error",
        WithheldReason.NotAList => "has a list that is no array",
        WithheldReason.ListTooLate => "has a list behind more than is held back",
        WithheldReason.Revision => "names a revision of the protocol that is not let through here",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A new reason needs words."),
    };
}
