namespace Edge.Policy.Documents;

/// <summary>Where something stands in a policy file: its JSON pointer (RFC 6901) and its one-based line and column.</summary>
/// <param name="Pointer">The JSON pointer; the empty string is the document itself.</param>
/// <param name="Line">The line, counted from 1; 0 if the place has no text of its own.</param>
/// <param name="Column">The column in characters, counted from 1; 0 if the place has no text of its own.</param>
internal readonly record struct SourcePlace(string Pointer, int Line, int Column)
{
    /// <summary>The place of what no document says: a decision that is built in.</summary>
    public static SourcePlace BuiltIn => new("", 0, 0);
}
