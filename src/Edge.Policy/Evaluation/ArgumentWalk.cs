using System.Buffers;
using System.Text.Json;

namespace Edge.Policy.Evaluation;

/// <summary>
/// Shows the values at all paths of a tree to what wants them, in one pass over the bytes of the arguments. Allocates nothing. When the
/// work that the call may take is spent, the rest is unevaluable and only skipped.
/// </summary>
internal static class ArgumentWalk
{
    private const int MaxOnStack = 256;

    /// <summary>What a call without arguments has.</summary>
    public static ReadOnlySequence<byte> NoArguments { get; } = new("{}"u8.ToArray());

    /// <summary>
    /// Walks over the frame's arguments; false when they are no JSON object, which the reader of messages should have refused.
    /// </summary>
    public static bool TryRun(PathNode root, scoped in EvaluationFrame frame) => TryRun(root, frame, out _);

    /// <summary>The same; it also says which members of the arguments are there, or nearly (<see cref="Touched"/>).</summary>
    public static bool TryRun(PathNode root, scoped in EvaluationFrame frame, out ulong touched)
    {
        touched = Touched.Always;
        var reader = new Utf8JsonReader(frame.Arguments.IsEmpty ? NoArguments : frame.Arguments);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return false;
        Visit(root, ref reader, frame, ref touched);
        return true;
    }

    private static void Visit(PathNode node, ref Utf8JsonReader reader, scoped in EvaluationFrame frame)
    {
        var within = 0UL;
        Visit(node, ref reader, frame, ref within);
    }

    // Leaves the reader on the last token of the value.
    private static void Visit(PathNode node, ref Utf8JsonReader reader, scoped in EvaluationFrame frame, ref ulong touched)
    {
        if (!frame.TrySpend(node.Cost))
        {
            GiveUp(node, ref reader, frame, ref touched);
            return;
        }

        VisitEvery(node.Terminals, reader, frame);
        if (!node.GoesOn)
        {
            reader.Skip();
            return;
        }

        var isObject = reader.TokenType == JsonTokenType.StartObject;
        var isArray = reader.TokenType == JsonTokenType.StartArray;
        if (!isObject)
        {
            foreach (var step in node.Members)
                frame.Mark(step.Node, ConditionValue.Unevaluable);
            foreach (var name in node.Names)
                frame.Seen[name.Slot] |= ConditionValue.Unevaluable;
            foreach (var terminal in node.EachName)
                frame.Seen[terminal.Slot] |= ConditionValue.Unevaluable;
            foreach (var terminal in node.EachValue)
                frame.Seen[terminal.Slot] |= ConditionValue.Unevaluable;
        }

        if (!isArray)
        {
            foreach (var step in node.Elements)
                frame.Mark(step.Node, ConditionValue.Unevaluable);
            if (node.Each is not null)
                frame.Mark(node.Each, ConditionValue.Unevaluable);
        }

        if (isObject && node.LooksAtMembers)
            VisitMembers(node, ref reader, frame, ref touched);
        else if (isArray && (node.Elements.Length > 0 || node.Each is not null))
            VisitElements(node, ref reader, frame);
        else
            reader.Skip();
    }

    // Whatever is inside might matter, also a name in another letter case.
    private static void GiveUp(PathNode node, ref Utf8JsonReader reader, scoped in EvaluationFrame frame, ref ulong touched)
    {
        frame.Mark(node, ConditionValue.Ambiguous);
        touched = ulong.MaxValue;
        reader.Skip();
    }

    // The reader stands on a token inside the container, at its end or before it.
    private static void SkipToEnd(ref Utf8JsonReader reader, int depth)
    {
        while (reader.CurrentDepth > depth || reader.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
            reader.Read();
    }

    private static void VisitMembers(PathNode node, ref Utf8JsonReader reader, scoped in EvaluationFrame frame, ref ulong touched)
    {
        foreach (var step in node.Members)
            frame.Found[step.Node.Index] = false;
        foreach (var name in node.Names)
            frame.Found[name.Index] = false;
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            if (!frame.HasWork)
            {
                frame.Mark(node, ConditionValue.Ambiguous);
                touched = ulong.MaxValue;
                SkipToEnd(ref reader, depth);
                return;
            }

            VisitEvery(node.EachName, reader, frame);
            var step = Find(node, reader, frame, ref touched);
            reader.Read();
            VisitEvery(node.EachValue, reader, frame);
            if (step is null)
            {
                reader.Skip();
            }
            else
            {
                frame.Found[step.Node.Index] = true;
                Visit(step.Node, ref reader, frame);
            }
        }

        foreach (var step in node.Members)
        {
            if (!frame.Found[step.Node.Index])
                frame.Mark(step.Node, ConditionValue.Absent);
        }

        foreach (var name in node.Names)
            frame.Seen[name.Slot] |= ConditionValues.Of(frame.Found[name.Index]);
    }

    private static void VisitEvery(PathTerminal[] terminals, scoped in Utf8JsonReader reader, scoped in EvaluationFrame frame)
    {
        foreach (var terminal in terminals)
        {
            ref var seen = ref frame.Seen[terminal.Slot];
            if ((seen & terminal.Decisive) == 0)
                seen |= terminal.Visit(reader, frame);
        }
    }

    private static MemberStep? Find(PathNode node, scoped in Utf8JsonReader reader, scoped in EvaluationFrame frame, ref ulong touched)
    {
        if (!reader.HasValueSequence && !reader.ValueIsEscaped)
            return Find(node, reader.ValueSpan, frame, ref touched);
        if (SentText.RawLength(reader) > node.LongestName)
            return null;
        using var name = SentText.Unescaped(reader);
        return Find(node, name.Utf8, frame, ref touched);
    }

    private static MemberStep? Find(PathNode node, scoped ReadOnlySpan<byte> name, scoped in EvaluationFrame frame, ref ulong touched)
    {
        if (!node.Filter.MayHave(name))
            return null;
        frame.TrySpend(node.Members.Length + node.Names.Length);
        foreach (var wanted in node.Names)
        {
            if (!wanted.Is(name))
                continue;
            frame.Found[wanted.Index] = true;
            touched |= wanted.Reads;
        }

        MemberStep? found = null;
        foreach (var step in node.Members)
        {
            if (step.Is(name))
                found = step;
            else if (step.IsVariant(name))
                frame.Mark(step.Node, ConditionValue.Ambiguous);
            else
                continue;
            touched |= step.Bit;
        }

        return found;
    }

    private static void VisitElements(PathNode node, ref Utf8JsonReader reader, scoped in EvaluationFrame frame)
    {
        var (depth, index, next, isFinal) = (reader.CurrentDepth, 0, 0, node.Each is null);
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            // The steps are sorted. When none is left and no further element changes anything, the rest is skipped.
            if (!frame.HasWork || (isFinal && next == node.Elements.Length))
            {
                SkipToEnd(ref reader, depth);
                break;
            }

            var single = next < node.Elements.Length && node.Elements[next].Index == index ? node.Elements[next++].Node : null;
            var each = isFinal ? null : node.Each;
            if (single is not null && each is not null)
            {
                var again = reader;
                isFinal = VisitEach(each, ref again, frame);
                frame.TrySpend(WorkBudget.Pass(again.BytesConsumed - reader.BytesConsumed));
                Visit(single, ref reader, frame);
            }
            else if (single is not null)
            {
                Visit(single, ref reader, frame);
            }
            else if (each is not null)
            {
                isFinal = VisitEach(each, ref reader, frame);
            }
            else
            {
                reader.Skip();
            }
        }

        // What was not looked at for want of work is unknown.
        var unseen = frame.HasWork ? ConditionValue.Absent : ConditionValue.Ambiguous;
        foreach (var step in node.Elements.AsSpan(next))
            frame.Mark(step.Node, unseen);
        if (!frame.HasWork && node.Each is not null)
            frame.Mark(node.Each, ConditionValue.Unevaluable);
    }

    // What is ambiguous about one element is so for that element alone, so its slots are looked at by themselves; those that no element
    // changes any more keep their value. Says whether that is true of all.
    private static bool VisitEach(PathNode each, ref Utf8JsonReader reader, scoped in EvaluationFrame frame)
    {
        if (!each.GoesOn)
            return VisitEnd(each, ref reader, frame);
        var seen = frame.Seen.Slice(each.FirstSlot, each.SlotCount);
        var rented = each.SlotCount > MaxOnStack ? ArrayPool<ConditionValue>.Shared.Rent(each.SlotCount) : null;
        var before = rented is null ? stackalloc ConditionValue[MaxOnStack] : rented.AsSpan();
        seen.CopyTo(before);
        for (var i = 0; i < seen.Length; i++)
            seen[i] &= each.Decisive[i];
        Visit(each, ref reader, frame);
        var isFinal = true;
        for (var i = 0; i < seen.Length; i++)
        {
            seen[i] = before[i] | ((seen[i] & ConditionValue.Ambiguous) != 0 ? ConditionValue.Unevaluable : seen[i]);
            isFinal &= (seen[i] & each.Decisive[i]) != 0;
        }

        if (rented is not null)
            ArrayPool<ConditionValue>.Shared.Return(rented);
        return isFinal;
    }

    // The same where nothing below the element is wanted, which is then never ambiguous.
    private static bool VisitEnd(PathNode each, ref Utf8JsonReader reader, scoped in EvaluationFrame frame)
    {
        if (frame.TrySpend(each.Cost))
            VisitEvery(each.Terminals, reader, frame);
        else
            frame.Mark(each, ConditionValue.Unevaluable);
        reader.Skip();
        var seen = frame.Seen.Slice(each.FirstSlot, each.SlotCount);
        for (var i = 0; i < seen.Length; i++)
        {
            if ((seen[i] & each.Decisive[i]) == 0)
                return false;
        }

        return true;
    }
}
