using System.Buffers;
using System.Text.Unicode;

namespace Edge.Mcp.Responses;

/// <summary>
/// Cuts out of one JSON-RPC message the list entries that a caller may not see. A list is known by its shape (<c>result.tools</c> and
/// the like), not by id or method, because clients match answers loosely. Kept entries stay byte for byte.
/// One filter an answer or stream; not thread-safe.
/// </summary>
internal sealed class ListFilter(ListFilterOptions options)
{
    private readonly List<ListEdit> _edits = [];
    private readonly List<string> _listedTools = [];

    /// <summary>How this filter was set up.</summary>
    public ListFilterOptions Options { get; } = options;

    /// <summary>The sums over the messages judged so far.</summary>
    public ListFilterTotals Totals { get; private set; }

    /// <summary>Judges one message: writes its new form to <paramref name="output"/> if, and only if, it is rewritten.</summary>
    /// <param name="message">The bytes of the message, a byte order mark allowed (and then taken off).</param>
    /// <param name="output">Takes the rewritten message, never longer than the message and a few bytes.</param>
    /// <param name="resultAllowed">False when the HTTP status says error: a message with a result is then withheld.</param>
    public ListFilterResult Apply(ReadOnlySpan<byte> message, IBufferWriter<byte> output, bool resultAllowed = true)
    {
        if (message.Length > Options.MaxMessageBytes)
            return Withhold(WithheldReason.TooLong);
        if (!Utf8.IsValid(message))
            return Withhold(WithheldReason.NotUtf8);
        var hasMark = message.StartsWith("\uFEFF"u8);
        if (hasMark)
            message = message["\uFEFF"u8.Length..];

        _edits.Clear();
        _listedTools.Clear();
        var scratch = ListScratch.Current;
        scratch.Clear();
        var reader = new ListMessageReader(message, Options, scratch, _edits, _listedTools);
        var readable = reader.TryRead();
        scratch.Clear();

        if (!readable)
            return Withhold(reader.Reason);
        if (reader.HasResult && !resultAllowed)
            return Withhold(WithheldReason.ResultNotAllowed);
        if (!reader.HasList)
            _edits.Clear();
        var rewritten = hasMark || _edits.Count > 0;
        if (rewritten)
            WriteEdited(message, output);
        foreach (var tool in _listedTools)
            Options.OnListedTool?.Invoke(tool);
        return Count(new ListFilterResult(
            rewritten ? ListFilterStatus.Rewritten : ListFilterStatus.Unchanged,
            WithheldReason.None,
            reader.Listed,
            reader.Dropped,
            reader.Invalid));
    }

    /// <summary>Counts a message that is withheld before it could be read.</summary>
    public ListFilterResult Withhold(WithheldReason reason) => Count(new ListFilterResult(ListFilterStatus.Withheld, reason));

    private void WriteEdited(ReadOnlySpan<byte> message, IBufferWriter<byte> output)
    {
        var position = 0;
        foreach (var edit in _edits)
        {
            output.Write(message[position..edit.Start]);
            output.Write(edit.Replacement);
            position = edit.End;
        }

        output.Write(message[position..]);
    }

    private ListFilterResult Count(ListFilterResult result)
    {
        var withheld = result.Status == ListFilterStatus.Withheld;
        Totals = new ListFilterTotals(
            Totals.Listed + result.Listed,
            Totals.Dropped + result.Dropped,
            Totals.Invalid + result.Invalid,
            Totals.Withheld + (withheld ? 1 : 0),
            withheld ? result.Reason : Totals.LastReason);
        return result;
    }
}
