namespace Edge.Admin.Console.Html;

/// <summary>What a writer of HTML is in.</summary>
internal enum MarkupPlace
{
    /// <summary>Between tags.</summary>
    Text,

    /// <summary>In a tag, outside of quotes.</summary>
    Tag,

    /// <summary>In the quoted value of an attribute.</summary>
    Value,
}
