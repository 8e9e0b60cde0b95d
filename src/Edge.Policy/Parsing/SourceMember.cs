using Edge.Policy.Documents;


namespace Edge.Policy.Parsing;

/// <summary>A member of an object, with the place of its name.</summary>
internal sealed record SourceMember(string Name, int Line, int Column, SourceNode Value)
{
    /// <summary>Where the name stands; the pointer is the value's.</summary>
    public SourcePlace NamePlace => new(Value.Pointer, Line, Column);
}
