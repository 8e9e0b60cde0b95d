using System.Text;
using System.Text.Json;
using Edge.Policy.Documents;

namespace Edge.Policy.Evaluation;

/// <summary>
/// The operator <c>eq</c>: same JSON type and value, numbers by value, arrays and objects to their depth, the order of members
/// irrelevant. A difference anywhere is false; without one, a number that changes on the way through a double is unevaluable.
/// </summary>
internal static class Equality
{
    // Two sent objects are searched for each other's members: beyond this size that would be work without bound.
    private const int MaxSentObject = 4096;

    public static ConditionValue Of(scoped in Operand left, scoped in Operand right)
    {
        if (left.Kind == OperandKind.Unevaluable || right.Kind == OperandKind.Unevaluable)
            return ConditionValue.Unevaluable;
        var (mine, other) = (0.0, 0.0);
        if ((left.Kind == OperandKind.Number && !left.TryGetNumber(out mine))
            || (right.Kind == OperandKind.Number && !right.TryGetNumber(out other)))
            return ConditionValue.Unevaluable;
        return left.Kind switch
        {
            OperandKind.Null or OperandKind.True or OperandKind.False => ConditionValues.Of(left.Kind == right.Kind),
            OperandKind.Number => ConditionValues.Of(right.Kind == OperandKind.Number && mine.Equals(other)),
            OperandKind.Text => ConditionValues.Of(right.Kind == OperandKind.Text && SameText(left, right)),
            OperandKind.List or OperandKind.Names when right.Kind is OperandKind.List or OperandKind.Names => OfLists(left, right),
            OperandKind.Map when right.Kind is OperandKind.Map => right.IsSent && !left.IsSent ? OfMaps(right, left) : OfMaps(left, right),
            _ => ConditionValue.False,
        };
    }

    /// <summary>Compares with a value that a policy states.</summary>
    public static ConditionValue Of(scoped in Operand left, PolicyValue right) => (left.Kind, right) switch
    {
        (OperandKind.Text, PolicyValue.Text text) => ConditionValues.Of(
            left.StatedText is { } stated ? string.Equals(stated, text.Value, StringComparison.Ordinal) : SameText(left.Json, text.Value)),
        (OperandKind.Text, _) => ConditionValue.False,
        (OperandKind.Number, PolicyValue.Number number) =>
            left.TryGetNumber(out var sent) ? ConditionValues.Of(sent.Equals(number.Value)) : ConditionValue.Unevaluable,
        _ => Of(left, Operand.OfStated(right)),
    };

    /// <summary>Says whether two strings are the same, ordinally.</summary>
    public static bool SameText(scoped in Operand left, scoped in Operand right)
    {
        if (left.StatedText is { } mine)
            return right.StatedText is { } other ? string.Equals(mine, other, StringComparison.Ordinal) : SameText(right.Json, mine);
        if (right.StatedText is { } theirs)
            return SameText(left.Json, theirs);
        if (!CouldBeAsLong(SentText.RawLength(left.Json), SentText.RawLength(right.Json)))
            return false;
        using var leftText = SentText.Unescaped(left.Json);
        using var rightText = SentText.Unescaped(right.Json);
        return leftText.Utf8.SequenceEqual(rightText.Utf8);
    }

    private static bool SameText(scoped in Utf8JsonReader json, string text)
    {
        // A UTF-16 unit takes at most three bytes, and six when escaped.
        var length = SentText.RawLength(json);
        if (length < text.Length || length > 6L * text.Length)
            return false;
        using var sent = SentText.Unescaped(json);
        return SameText(sent.Utf8, text);
    }

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

    // Resolving escapes makes a text at most six times shorter and never longer.
    private static bool CouldBeAsLong(long left, long right) => left <= 6 * right && right <= 6 * left;

    private static ConditionValue OfLists(scoped in Operand left, scoped in Operand right)
    {
        var seen = ConditionValue.None;
        var mine = new ElementCursor(left);
        var theirs = new ElementCursor(right);
        while (mine.MoveNext())
        {
            if (!theirs.MoveNext())
                return ConditionValue.False;
            seen |= Of(mine.Current, theirs.Current);
            if ((seen & ConditionValue.False) != 0)
                return ConditionValue.False;
        }

        return theirs.MoveNext() ? ConditionValue.False : ConditionValues.OfAll(seen);
    }

    // Names are unique on both sides, so as many members, each found on the other side, are the same members.
    private static ConditionValue OfMaps(scoped in Operand left, scoped in Operand right)
    {
        if (left.IsSent && right.IsSent && (Operand.SizeOf(left.Json) > MaxSentObject || Operand.SizeOf(right.Json) > MaxSentObject))
            return ConditionValue.Unevaluable;
        var seen = ConditionValue.None;
        var more = new MemberCursor(right);
        for (var mine = new MemberCursor(left); mine.MoveNext();)
        {
            if (!more.MoveNext())
                return ConditionValue.False;
            seen |= OfMember(mine, right);
            if ((seen & ConditionValue.False) != 0)
                return ConditionValue.False;
        }

        return more.MoveNext() ? ConditionValue.False : ConditionValues.OfAll(seen);
    }

    private static ConditionValue OfMember(scoped in MemberCursor member, scoped in Operand map)
    {
        for (var others = new MemberCursor(map); others.MoveNext();)
        {
            if (SameText(member.Name, others.Name))
                return Of(member.Value, others.Value);
        }

        return ConditionValue.False;
    }
}
