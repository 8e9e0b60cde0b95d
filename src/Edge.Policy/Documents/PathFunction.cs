namespace Edge.Policy.Documents;

/// <summary>What is taken of the value at the end of a path.</summary>
internal enum PathFunction
{
    /// <summary>The value itself.</summary>
    None,

    /// <summary><c>.keys()</c>: an object's member names, as a list of strings.</summary>
    Keys,

    /// <summary><c>.length()</c>: how many members, elements or characters (Unicode code points).</summary>
    Length,

    /// <summary><c>.bytes()</c>: the size as sent.</summary>
    Bytes,
}
