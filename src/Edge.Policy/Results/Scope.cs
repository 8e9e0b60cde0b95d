namespace Edge.Policy.Results;

/// <summary>What holds for a value of a document.</summary>
/// <param name="Zone">Where in the message it stands.</param>
/// <param name="IsJudged">Whether it belongs to an answer that more than <c>redact</c> applies to.</param>
/// <param name="InArray">Whether an array is around it whose strings are searched as one.</param>
/// <param name="Path">A number for its path, with all elements of an array alike.</param>
internal readonly record struct Scope(Zone Zone, bool IsJudged, bool InArray, ulong Path)
{
    private const ulong Prime = 0x100000001b3;
    private const ulong Element = 0x9e3779b97f4a7c15;

    /// <summary>What holds for an element of this array.</summary>
    public Scope Item() => this with { InArray = InArray || Zone is Zone.Data or Zone.Envelope, Path = (Path ^ Element) * Prime };

    /// <summary>What holds for the member <paramref name="name"/> of this object.</summary>
    public Scope Member(ReadOnlySpan<char> name, ResultKind kind)
    {
        var path = (Path ^ (uint)string.GetHashCode(name)) * Prime;
        var member = this with { Path = path };
        switch (Zone)
        {
            case Zone.Message when kind == ResultKind.Answer && name is "result":
                return member with { Zone = Zone.Result, IsJudged = true };
            case Zone.Message when kind == ResultKind.Answer && name is "error":
                return member with { Zone = Zone.Error, IsJudged = true };
            case Zone.Message:
                return member with { Zone = Zone.Envelope };
            case Zone.Result or Zone.Content when name is "structuredContent":
            case Zone.Error when name is "data":
                return member with { Zone = Zone.Data };
            case Zone.Result or Zone.Content when name is "content":
                return member with { Zone = Zone.Content };
            default:
                return member with { Zone = Zone == Zone.Content ? Zone.Result : Zone };
        }
    }
}
