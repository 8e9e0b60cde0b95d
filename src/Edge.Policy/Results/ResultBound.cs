using System.Buffers;
using System.Text;
using Edge.Policy.Results.Json;

namespace Edge.Policy.Results;

/// <summary>Holds an answer to <c>max_bytes</c>, after everything else.</summary>
internal static class ResultBound
{
    private const string Member = "max_bytes";
    private const string TooLarge = "the answer is larger than the policy allows";

    /// <summary>The message itself if it is small enough, or cut; where it may not or cannot be cut, it is withheld.</summary>
    public static string Apply(string message, ResultRules rules, FindingTally findings)
    {
        if (rules.Bounds.Length == 0)
            return message;
        var parts = AnswerParts.Read(message);
        BoundRule? bound = null;
        var truncates = true;
        foreach (var rule in rules.Bounds)
        {
            if (rule.IsShadow && parts.Bytes > rule.MaxBytes)
                findings.Add(Member, rule.Truncates ? ResultAction.Truncated : ResultAction.Withheld, rule.Rule, isShadow: true);
            if (rule.IsShadow)
                continue;
            bound = bound is null || rule.MaxBytes < bound.MaxBytes ? rule : bound;
            truncates &= rule.Truncates;
        }

        if (bound is null || parts.Bytes <= bound.MaxBytes)
            return message;
        var kept = parts.Strings.Where(part => !part.IsText).Sum(part => part.Bytes);
        if (!truncates || kept > bound.MaxBytes)
        {
            findings.Withhold(WithheldCause.TooLarge, Member, bound.Rule, TooLarge, isShadow: false);
            return message;
        }

        findings.Add(Member, ResultAction.Truncated, bound.Rule, isShadow: false);
        return Cut(message, parts, bound.MaxBytes - kept);
    }

    // Structured content goes; texts are kept in order while there is room.
    private static string Cut(string message, AnswerParts parts, long room)
    {
        var edits = new List<TextEdit>(parts.Structured);
        foreach (var part in parts.Strings.Where(part => part.IsText))
        {
            if (part.Bytes <= room)
            {
                room -= part.Bytes;
                continue;
            }

            edits.Add(Cut(message, parts.Decode(part.Token), part, room));
            room = 0;
        }

        TextEdits.Normalize(edits);
        return TextEdits.Apply(message, edits);
    }

    private static TextEdit Cut(string message, ReadOnlySpan<char> text, AnswerPart part, long room)
    {
        var token = part.Token;
        if (JsonText.MayBeDocument(text) && JsonText.IsDocument(text))
            return new TextEdit(token.Start, token.End, TruncationNote.Document(part.Bytes));
        var (length, bytes) = Prefix(text, room);
        List<TextEdit> edit = [new(length, text.Length, TruncationNote.Missing(part.Bytes - bytes, part.Bytes))];
        if (token.HasEscapes)
            JsonEscapes.Lift(message.AsSpan(token.Start, token.Length), edit);
        return edit[0] with { Start = token.Start + edit[0].Start, End = token.Start + edit[0].End };
    }

    // The longest beginning of whole characters with at most so many bytes.
    private static (int Length, long Bytes) Prefix(ReadOnlySpan<char> text, long room)
    {
        var (length, bytes) = (0, 0L);
        while (length < text.Length)
        {
            // Half of a surrogate pair is read as the replacement character, which has as many bytes as it is counted with.
            var status = Rune.DecodeFromUtf16(text[length..], out var rune, out var used);
            var size = status == OperationStatus.Done ? rune.Utf8SequenceLength : Rune.ReplacementChar.Utf8SequenceLength;
            if (bytes + size > room)
                break;
            (length, bytes) = (length + used, bytes + size);
        }

        return (length, bytes);
    }
}
