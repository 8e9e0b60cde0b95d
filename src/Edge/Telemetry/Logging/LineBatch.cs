using System.Buffers;
using System.Text;

namespace Edge.Telemetry.Logging;

/// <summary>Lines that are written together, as one text in the order in which they came. Not thread-safe.</summary>
internal sealed class LineBatch
{
    // 1 MiB, for some thousand lines. What a rare burst of long ones needed beyond that is let go again.
    private const int KeptCharacters = 1 << 19;

    private readonly List<(int End, bool IsError)> _runs = [];
    private ArrayBufferWriter<char> _text = new();

    /// <summary>How many lines there are.</summary>
    public int Lines { get; private set; }

    /// <summary>Puts one line, with its end, behind the others.</summary>
    public void Add(StringBuilder line, bool isError)
    {
        line.CopyTo(0, _text.GetSpan(line.Length), line.Length);
        _text.Advance(line.Length);
        Lines++;
        if (_runs is [.., var last] && last.IsError == isError)
            _runs.RemoveAt(_runs.Count - 1);
        _runs.Add((_text.WrittenCount, isError));
    }

    /// <summary>Writes all lines, with one write for each run of lines that go to the same stream, and forgets them.</summary>
    public void MoveTo(LineOutput output)
    {
        var start = 0;
        foreach (var (end, isError) in _runs)
        {
            output.Write(_text.WrittenSpan[start..end], isError);
            start = end;
        }

        _runs.Clear();
        Lines = 0;
        if (_text.Capacity > KeptCharacters)
            _text = new();
        else
            _text.ResetWrittenCount();
    }
}
