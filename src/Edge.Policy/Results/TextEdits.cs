using System.Text;

namespace Edge.Policy.Results;

/// <summary>Puts edits of one text in order and makes them.</summary>
internal static class TextEdits
{
    /// <summary>
    /// Sorts the edits and joins those that overlap: nothing that one of them touches stays. The name is that of the leftmost, then
    /// longest.
    /// </summary>
    public static void Normalize(List<TextEdit> edits)
    {
        if (edits.Count < 2)
            return;
        var order = edits.Select((edit, index) => (edit, index))
            .OrderBy(e => e.edit.Start).ThenByDescending(e => e.edit.End).ThenBy(e => e.index).Select(e => e.edit).ToArray();
        edits.Clear();
        foreach (var edit in order)
        {
            if (edits.Count == 0 || edit.Start >= edits[^1].End)
                edits.Add(edit);
            else if (edit.End > edits[^1].End)
                edits[^1] = edits[^1] with { End = edit.End };
        }
    }

    /// <summary>The text with the edits made, which are in order and apart.</summary>
    public static string Apply(ReadOnlySpan<char> text, List<TextEdit> edits)
    {
        var edited = new StringBuilder(text.Length);
        var at = 0;
        foreach (var edit in edits)
        {
            edited.Append(text[at..edit.Start]).Append(edit.Replacement);
            at = edit.End;
        }

        return edited.Append(text[at..]).ToString();
    }
}
