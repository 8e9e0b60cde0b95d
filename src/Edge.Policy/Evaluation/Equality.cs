using System.Text;
using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>
/// The operator <c>eq</c>: same JSON type and value, numbers by value, arrays and objects to their depth, the order of members
/// irrelevant. A difference anywhere is false; without one, a number that changes on the way through a double is unevaluable. So is what
/// takes more work than the call has left.
/// </summary>
internal static class Equality
{
    // Two sent objects are searched for each other's members: beyond this size that would be work without bound.
    private const int MaxSentObject = 4096;

    public static ConditionValue Of(scoped in Operand left, scoped in Operand right, scoped in EvaluationFrame frame)
    {
        if (left.Kind == OperandKind.Unevaluable || right.Kind == OperandKind.Unevaluable || !frame.HasWork)
            return ConditionValue.Unevaluable;
        var (mine, other) = (0.0, 0.0);
        if ((left.Kind == OperandKind.Number && !left.TryGetNumber(frame, out mine))
            || (right.Kind == OperandKind.Number && !right.TryGetNumber(frame, out other)))
            return ConditionValue.Unevaluable;
        return left.Kind switch
        {
            OperandKind.Null or OperandKind.True or OperandKind.False => ConditionValues.Of(left.Kind == right.Kind),
            OperandKind.Number => ConditionValues.Of(right.Kind == OperandKind.Number && mine.Equals(other)),
            OperandKind.Text => right.Kind == OperandKind.Text ? OfTexts(left, right, frame) : ConditionValue.False,
            OperandKind.List or OperandKind.Names when right.Kind is OperandKind.List or OperandKind.Names => OfLists(left, right, frame),
            OperandKind.Map when right.Kind is OperandKind.Map => right.IsSent && !left.IsSent ? OfMaps(right, left, frame)
                : OfMaps(left, right, frame),
            _ => ConditionValue.False,
        };
    }

    /// <summary>Compares with a value that a policy states.</summary>
    public static ConditionValue Of(scoped in Operand left, PolicyValue right, scoped in EvaluationFrame frame) => (left.Kind, right) switch
    {
        (OperandKind.Text, PolicyValue.Text text) => left.StatedText is { } stated
            ? ConditionValues.Of(string.Equals(stated, text.Value, StringComparison.Ordinal))
            : OfTexts(left.Json, text.Value, frame),
        (OperandKind.Text, _) => ConditionValue.False,
        (OperandKind.Number, PolicyValue.Number number) =>
            left.TryGetNumber(frame, out var sent) ? ConditionValues.Of(sent.Equals(number.Value)) : ConditionValue.Unevaluable,
        _ => Of(left, Operand.OfStated(right), frame),
    };

    /// <summary>Says whether UTF-8 and UTF-16 are the same text.</summary>
    public static bool SameText(ReadOnlySpan<byte> utf8, string text)
    {
        if (Ascii.Equals(utf8, text))
            return true;
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.DecodeFromUtf8(utf8, out var sent, out var consumed) != System.Buffers.OperationStatus.Done || sent != rune)
                return false;
            utf8 = utf8[consumed..];
        }

        return utf8.IsEmpty;
    }

    private static ConditionValue OfTexts(scoped in Operand left, scoped in Operand right, scoped in EvaluationFrame frame)
    {
        if (left.StatedText is { } mine)
            return right.StatedText is { } other ? ConditionValues.Of(string.Equals(mine, other, StringComparison.Ordinal))
                : OfTexts(right.Json, mine, frame);
        if (right.StatedText is { } theirs)
            return OfTexts(left.Json, theirs, frame);
        var (length, otherLength) = (SentText.RawLength(left.Json), SentText.RawLength(right.Json));
        if (!CouldBeAsLong(length, otherLength))
            return ConditionValue.False;
        if (!frame.TrySpend(WorkBudget.Text(left.Json) + WorkBudget.Text(right.Json)))
            return ConditionValue.Unevaluable;
        using var leftText = SentText.Unescaped(left.Json);
        using var rightText = SentText.Unescaped(right.Json);
        return ConditionValues.Of(leftText.Utf8.SequenceEqual(rightText.Utf8));
    }

    private static ConditionValue OfTexts(scoped in Utf8JsonReader json, string text, scoped in EvaluationFrame frame)
    {
        // A UTF-16 unit takes at most three bytes, and six when escaped.
        var length = SentText.RawLength(json);
        if (length < text.Length || length > 6L * text.Length)
            return ConditionValue.False;
        if (!frame.TrySpend(WorkBudget.Text(json)))
            return ConditionValue.Unevaluable;
        using var sent = SentText.Unescaped(json);
        return ConditionValues.Of(SameText(sent.Utf8, text));
    }

    // Resolving escapes makes a text at most six times shorter and never longer.
    private static bool CouldBeAsLong(long left, long right) => left <= 6 * right && right <= 6 * left;

    private static ConditionValue OfLists(scoped in Operand left, scoped in Operand right, scoped in EvaluationFrame frame)
    {
        var seen = ConditionValue.None;
        var mine = new ElementCursor(left);
        var theirs = new ElementCursor(right);
        while (mine.MoveNext())
        {
            seen |= theirs.MoveNext() && frame.TrySpend(2 * WorkBudget.Move) ? Of(mine.Current, theirs.Current, frame) : Ended(frame);
            if ((seen & ConditionValue.False) != 0 || !frame.HasWork)
                break;
        }

        if ((seen & ConditionValue.False) == 0 && frame.HasWork && theirs.MoveNext())
            seen = ConditionValue.False;
        frame.TrySpend(WorkBudget.Pass(mine.Consumed + theirs.Consumed));
        return ConditionValues.OfAll(seen);
    }

    // Names are unique on both sides, so as many members, each found on the other side, are the same members.
    private static ConditionValue OfMaps(scoped in Operand left, scoped in Operand right, scoped in EvaluationFrame frame)
    {
        if (left.IsSent && right.IsSent
            && (Operand.SizeOf(left.Json, frame) > MaxSentObject || Operand.SizeOf(right.Json, frame) > MaxSentObject))
            return ConditionValue.Unevaluable;
        var seen = ConditionValue.None;
        var more = new MemberCursor(right);
        var mine = new MemberCursor(left);
        while (mine.MoveNext())
        {
            seen |= more.MoveNext() && frame.HasWork ? OfMember(mine, right, frame) : Ended(frame);
            if ((seen & ConditionValue.False) != 0 || !frame.HasWork)
                break;
        }

        if ((seen & ConditionValue.False) == 0 && frame.HasWork && more.MoveNext())
            seen = ConditionValue.False;
        frame.TrySpend(WorkBudget.Pass(mine.Consumed + more.Consumed));
        return ConditionValues.OfAll(seen);
    }

    private static ConditionValue OfMember(scoped in MemberCursor member, scoped in Operand map, scoped in EvaluationFrame frame)
    {
        for (var others = new MemberCursor(map); others.MoveNext();)
        {
            if (!frame.TrySpend(WorkBudget.Move))
                return ConditionValue.Unevaluable;
            var sameName = OfTexts(member.Name, others.Name, frame);
            if (sameName != ConditionValue.False)
                return sameName == ConditionValue.True ? Of(member.Value, others.Value, frame) : sameName;
        }

        return ConditionValue.False;
    }

    // The one side has no more, or there is no work left to find out.
    private static ConditionValue Ended(scoped in EvaluationFrame frame) =>
        frame.HasWork ? ConditionValue.False : ConditionValue.Unevaluable;
}
