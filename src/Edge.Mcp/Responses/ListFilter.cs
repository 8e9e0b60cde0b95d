using System.Buffers;
using System.Text.Unicode;

namespace Edge.Mcp.Responses;

/// <summary>
/// Cuts out of one JSON-RPC message the list entries that a caller may not see. A list is known by its shape (<c>result.tools</c> and
/// the like), not by id or method, because clients match answers loosely. Kept entries stay byte for byte.
/// One filter an answer or stream; not thread-safe.
/// </summary>
/// <remarks>
/// (1) what is too long; (2) a result that is known already: only the envelope around it is read; (3) an answer to something else, in
/// which no reader could find a list, passes as it came; (4) the whole message is read strictly; (5) what cannot be read passes where there
/// is no list in it, and loses the entries that alone cannot be read; (6) what comes again is remembered.
/// </remarks>
internal sealed class ListFilter(ListFilterOptions options, ArrayPool<byte>? pool = null)
{
    private readonly ArrayPool<byte> _pool = pool ?? ArrayPool<byte>.Shared;
    private readonly List<ListEdit> _edits = [];
    private readonly List<string> _listedTools = [];

    /// <summary>How this filter was set up.</summary>
    public ListFilterOptions Options { get; } = options;

    /// <summary>The sums over the messages judged so far.</summary>
    public ListFilterTotals Totals { get; private set; }

    private bool WatchesRevision => Options.Revisions.Count > 0;

    /// <summary>Judges one message: writes its new form to <paramref name="output"/> if, and only if, it is rewritten.</summary>
    /// <param name="message">The bytes of the message, a byte order mark allowed (and taken off where the message is rewritten).</param>
    /// <param name="output">Takes the rewritten message, never longer than the message and a few bytes.</param>
    /// <param name="resultAllowed">False when the HTTP status says error: a message with a list is then withheld.</param>
    public ListFilterResult Apply(ReadOnlySpan<byte> message, IBufferWriter<byte> output, bool resultAllowed = true)
    {
        // 1
        if (message.Length > Options.MaxMessageBytes)
            return Withhold(WithheldReason.TooLong);

        // 2
        var start = 0;
        if (resultAllowed
            && Options.Known?.Find(message, Options.Audience, out start) is { } known
            && IsEnvelope(message, start, known.Result.Length))
            return ApplyKnown(known, message, start, output);

        // 3
        if (!Options.IsListExpected && HarmlessStatus(message) is { } harmless)
            return Count(new ListFilterResult(harmless));

        // 4
        var judged = Read(message, output, resultAllowed, Options);
        if (judged.Status != ListFilterStatus.Withheld)
            return Count(judged);

        // 5
        if (Options.IsListExpected && HarmlessStatus(message) is { } passes)
            return Count(new ListFilterResult(passes));
        return Count(ReadWithoutUnreadable(message, output, resultAllowed)
            ?? judged with { IsNoJson = !ListDetector.IsWhollyJson(message) });
    }

    /// <summary>Counts a message that is withheld before it could be read.</summary>
    public ListFilterResult Withhold(WithheldReason reason) => Count(new ListFilterResult(ListFilterStatus.Withheld, reason));

    /// <summary>Looks for a list while an answer comes.</summary>
    public ListDetector Detect() => new(WatchesRevision);

    // Null where a reader could find a list.
    private ListFilterStatus? HarmlessStatus(ReadOnlySpan<byte> message)
    {
        var detector = Detect();
        detector.Write(message);
        if (detector.IsPossible)
            return null;
        return detector.IsJson ? ListFilterStatus.Unchanged : ListFilterStatus.NoJson;
    }

    private ListFilterResult Read(ReadOnlySpan<byte> message, IBufferWriter<byte> output, bool resultAllowed, ListFilterOptions reading)
    {
        if (!Utf8.IsValid(message))
            return new ListFilterResult(ListFilterStatus.Withheld, WithheldReason.NotUtf8);
        var hasMark = message.StartsWith("\uFEFF"u8);
        if (hasMark)
            message = message["\uFEFF"u8.Length..];

        _edits.Clear();
        _listedTools.Clear();
        var scratch = ListScratch.Current;
        scratch.Clear();
        var reader = new ListMessageReader(message, reading, scratch, _edits, _listedTools);
        var readable = reader.TryRead();
        scratch.Clear();

        if (!readable)
            return new ListFilterResult(ListFilterStatus.Withheld, reader.Reason);
        if (reader.HasList && !resultAllowed)
            return new ListFilterResult(ListFilterStatus.Withheld, WithheldReason.ResultNotAllowed);
        if (!reader.HasList)
            _edits.Clear();
        var rewritten = hasMark || _edits.Count > 0;
        if (rewritten)
            WriteEdited(message, _edits, 0, output);
        foreach (var tool in _listedTools)
            Options.OnListedTool?.Invoke(tool);
        var judged = new ListFilterResult(
            rewritten ? ListFilterStatus.Rewritten : ListFilterStatus.Unchanged,
            WithheldReason.None,
            reader.Listed,
            reader.Dropped,
            reader.Invalid);

        // 6
        if (ReferenceEquals(reading, Options) && reader.HasList && !hasMark && resultAllowed)
            Remember(message, reader.ResultPlace, judged);
        return judged;
    }

    private void TellNamed(InvalidEntry entry)
    {
        if (entry.Name is not null)
            Options.OnInvalidEntry?.Invoke(entry);
    }

    // Null where that does not make it readable.
    private ListFilterResult? ReadWithoutUnreadable(ReadOnlySpan<byte> message, IBufferWriter<byte> output, bool resultAllowed)
    {
        var rented = _pool.Rent(message.Length);
        try
        {
            var copy = rented.AsSpan(0, message.Length);
            message.CopyTo(copy);
            var blanked = UnreadableEntries.Blank(copy, Options, _pool, out var reason);
            if (blanked.Count == 0)
                return null;
            // What is blank has no name and is cut out: nothing passes as it came.
            var named = Options with { OnInvalidEntry = TellNamed };
            var judged = Read(copy, output, resultAllowed, named);
            if (judged.Status != ListFilterStatus.Rewritten)
                return null;
            foreach (var entry in blanked.Take(InvalidEntry.MaxReported))
                Options.OnInvalidEntry?.Invoke(entry);
            return judged with { Unreadable = blanked.Count, EntryReason = reason };
        }
        finally
        {
            _pool.Return(rented);
        }
    }

    // With an empty object in the result's place the envelope must read as strictly as ever, and that object must be its result: any other
    // object there that can be read in exactly one way, as the known one can, makes a message that can be, too.
    private bool IsEnvelope(ReadOnlySpan<byte> message, int start, int length)
    {
        var before = message[..start];
        var after = message[(start + length)..];
        if (before.Length + after.Length > FilteredLists.MaxEnvelopeBytes)
            return false;
        Span<byte> buffer = stackalloc byte[FilteredLists.MaxEnvelopeBytes + 2];
        before.CopyTo(buffer);
        "{}"u8.CopyTo(buffer[start..]);
        after.CopyTo(buffer[(start + 2)..]);
        ReadOnlySpan<byte> envelope = buffer[..(before.Length + 2 + after.Length)];
        if (!Utf8.IsValid(envelope))
            return false;
        var scratch = ListScratch.Current;
        scratch.Clear();
        _edits.Clear();
        var reader = new ListMessageReader(envelope, Options, scratch, _edits, _listedTools);
        var readable = reader.TryRead();
        scratch.Clear();
        return readable && reader.HasResult && reader.ResultPlace == (start, start + 2);
    }

    private ListFilterResult ApplyKnown(FilteredList known, ReadOnlySpan<byte> message, int start, IBufferWriter<byte> output)
    {
        if (known.Judged.Status == ListFilterStatus.Rewritten)
            WriteEdited(message, known.Edits, start, output);
        foreach (var tool in known.ListedTools)
            Options.OnListedTool?.Invoke(tool);
        return Count(known.Judged);
    }

    private void Remember(ReadOnlySpan<byte> message, (int Start, int End) place, ListFilterResult judged)
    {
        var result = message[place.Start..place.End];
        if (Options.Known is not { } known || message.Length > FilteredLists.MaxBytes || !known.ComesAgain(result, Options.Audience))
            return;
        var edits = _edits.ConvertAll(e => e with { Start = e.Start - place.Start, End = e.End - place.Start });
        known.Keep(new FilteredList(
            Options.Audience, result.ToArray(), place.Start, message.Length - place.End, [.. edits], [.. _listedTools], judged));
    }

    private static void WriteEdited(ReadOnlySpan<byte> message, IReadOnlyList<ListEdit> edits, int offset, IBufferWriter<byte> output)
    {
        var position = 0;
        foreach (var edit in edits)
        {
            output.Write(message[position..(edit.Start + offset)]);
            output.Write(edit.Replacement);
            position = edit.End + offset;
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
            withheld ? result.Reason : Totals.LastReason,
            Totals.Unreadable + result.Unreadable,
            result.Unreadable > 0 ? result.EntryReason : Totals.EntryReason);
        return result;
    }
}
