namespace Edge.Policy.Parsing;

/// <summary>The JSON types, as a policy file has them.</summary>
internal enum SourceKind
{
    Object,
    Array,
    String,
    Number,
    Boolean,
    Null,
}
