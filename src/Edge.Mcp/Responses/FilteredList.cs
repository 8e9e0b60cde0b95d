namespace Edge.Mcp.Responses;

/// <summary>A result that was filtered, and how. Immutable.</summary>
/// <param name="Audience">Who is shown this form of it.</param>
/// <param name="Result">The value of the message's <c>result</c>, as the server sent it.</param>
/// <param name="Before">How many bytes of the message stood before it.</param>
/// <param name="After">How many stood behind it.</param>
/// <param name="Edits">What is cut out or replaced, counted from the result's first byte.</param>
/// <param name="ListedTools">The tools of the list, also those that the caller may not see.</param>
/// <param name="Judged">What became of it.</param>
internal sealed record FilteredList(object Audience, byte[] Result, int Before, int After, ListEdit[] Edits, string[] ListedTools,
    ListFilterResult Judged)
{
    /// <summary>Whether a message has this result, and where it begins. The envelope around it is still to be read.</summary>
    public bool IsIn(ReadOnlySpan<byte> message, out int start)
    {
        // What differs from answer to answer is the id, which stands before the result or behind it.
        start = Before;
        if (StandsAt(message, start))
            return true;
        start = message.Length - After - Result.Length;
        return StandsAt(message, start);
    }

    private bool StandsAt(ReadOnlySpan<byte> message, int start) =>
        start > 0 && message.Length - start > Result.Length && message.Slice(start, Result.Length).SequenceEqual(Result);
}
