namespace Edge.Mcp;

/// <summary>Which member of <c>params</c> says what a method acts on.</summary>
internal enum NameSource
{
    None,
    Name,
    Uri,
    TaskId,
    Ref,
    Subscriptions,
}
