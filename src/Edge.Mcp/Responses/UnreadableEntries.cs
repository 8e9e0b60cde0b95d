using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Edge.Mcp.Responses;

/// <summary>
/// Blanks those entries of a message's lists that cannot be read in exactly one way, so that the rest of the list can be. Where an entry
/// begins and ends is taken from brackets and strings alone: what is left is read strictly afterwards, so a wrong guess shows nothing.
/// </summary>
/// <remarks>
/// (1) find the lists, by exact names, (2) read each entry by itself, (3) put an empty object in the place of those that fail. Linear in
/// the
/// message.
/// </remarks>
internal static class UnreadableEntries
{
    private const int MaxShownName = 128;

    /// <summary>Blanks them in <paramref name="message"/>; says which they are, and why the last of them.</summary>
    public static List<InvalidEntry> Blank(Span<byte> message, ListFilterOptions options, ArrayPool<byte> pool, out WithheldReason reason)
    {
        reason = WithheldReason.None;
        List<InvalidEntry> blanked = [];
        // They are told once the rest was read.
        options = options with { OnInvalidEntry = null };
        // 1
        var json = new JsonOutline(message);
        var at = json.EndOfBlanks(0);
        if (!json.Opens(at++, (byte)'{'))
            return blanked;
        while (json.TryNextMember(ref at, out var name, out var start))
        {
            if (!message[name].SequenceEqual("result"u8) || !json.Opens(start++, (byte)'{'))
                continue;
            while (json.TryNextMember(ref start, out var list, out var entry))
            {
                if (ListKeys.ListOf(message[list]) is not { } kind || !json.Opens(entry++, (byte)'['))
                    continue;
                while (json.TryNextElement(ref entry, out var element))
                {
                    // 2, 3
                    if (WhyUnreadable(message[list], message[element], options, pool) is not (not WithheldReason.None and var why))
                        continue;
                    reason = why;
                    blanked.Add(new InvalidEntry(kind, NameOf(kind, message[element]), why.Text()));
                    Blank(message[element]);
                }
            }
        }

        return blanked;
    }

    // As it is written, for an operator to find it by.
    private static string? NameOf(ListKind kind, ReadOnlySpan<byte> entry)
    {
        var json = new JsonOutline(entry);
        var at = 0;
        if (!json.Opens(at++, (byte)'{'))
            return null;
        while (json.TryNextMember(ref at, out var name, out var value))
        {
            var text = entry[value..at];
            if (entry[name].SequenceEqual(ListEntryName.KeyOf(kind))
                && text is [(byte)'"', .., (byte)'"']
                && text.Length <= MaxShownName + 2)
                return Encoding.UTF8.GetString(text[1..^1]);
        }

        return null;
    }

    private static void Blank(Span<byte> entry)
    {
        entry.Fill((byte)' ');
        if (entry.Length == 1)
            entry[0] = (byte)'0';
        else
            (entry[0], entry[^1]) = ((byte)'{', (byte)'}');
    }

    private static WithheldReason WhyUnreadable(
        ReadOnlySpan<byte> list, ReadOnlySpan<byte> entry, ListFilterOptions options, ArrayPool<byte> pool)
    {
        if (!Utf8.IsValid(entry))
            return WithheldReason.NotUtf8;
        // Alone in a list, and so as deep as it was.
        using var message = new PooledBuffer(pool);
        message.Append("{\"result\":{\""u8);
        message.Append(list);
        message.Append("\":["u8);
        message.Append(entry);
        message.Append("]}}"u8);
        var scratch = ListScratch.Current;
        scratch.Clear();
        var reader = new ListMessageReader(message.Span, options, scratch, [], []);
        var isReadable = reader.TryRead();
        scratch.Clear();
        return isReadable ? WithheldReason.None : reader.Reason;
    }
}
