using System.Buffers;
using Edge.Policy.Results.Json;

namespace Edge.Policy.Results;

/// <summary>The strings of one array at one path, one after the other. Not thread-safe.</summary>
internal sealed class JoinedStrings
{
    private readonly ArrayBufferWriter<char> _text = new();
    private readonly List<Part> _parts = [];

    /// <summary>All of them as one text.</summary>
    public ReadOnlySpan<char> Text => _text.WrittenSpan;

    /// <summary>How many there are.</summary>
    public int Count => _parts.Count;

    /// <summary>Adds one.</summary>
    /// <param name="text">The string without escapes.</param>
    /// <param name="start">Where its spelling begins in the document.</param>
    /// <param name="end">The index behind its spelling.</param>
    /// <param name="hasEscapes">Whether the spelling has escapes.</param>
    public void Add(ReadOnlySpan<char> text, int start, int end, bool hasEscapes)
    {
        _parts.Add(new Part(_text.WrittenCount, start, end, hasEscapes));
        _text.Write(text);
    }

    /// <summary>Adds the edits of all strings that a match touches, if it touches several.</summary>
    public bool AddAcross(
        TextEdit match, ReadOnlySpan<char> document, List<TextEdit> edits, Func<List<TextEdit>> rent, Action<List<TextEdit>> giveBack)
    {
        var first = IndexOf(match.Start);
        var last = IndexOf(match.End - 1);
        if (first == last)
            return false;
        for (var i = first; i <= last; i++)
        {
            var part = _parts[i];
            var length = (i + 1 < _parts.Count ? _parts[i + 1].At : _text.WrittenCount) - part.At;
            var start = Math.Max(0, match.Start - part.At);
            var end = Math.Min(length, match.End - part.At);
            if (end <= start)
                continue;
            var own = rent();
            own.Add(match with { Start = start, End = end });
            if (part.HasEscapes)
                JsonEscapes.Lift(document[part.Start..part.End], own);
            edits.Add(own[0] with { Start = part.Start + own[0].Start, End = part.Start + own[0].End });
            giveBack(own);
        }

        return true;
    }

    // The last string that begins at the place or before it; strings may be empty.
    private int IndexOf(int place)
    {
        var (low, high) = (0, _parts.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_parts[middle].At <= place)
                low = middle;
            else
                high = middle - 1;
        }

        return low;
    }

    private readonly record struct Part(int At, int Start, int End, bool HasEscapes);
}
