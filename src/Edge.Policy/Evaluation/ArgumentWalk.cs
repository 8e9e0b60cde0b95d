using System.Buffers;
using System.Text.Json;

namespace Edge.Policy.Evaluation;

/// <summary>
/// Shows the values at all paths of a tree to what wants them, in one pass over the bytes of the arguments. Allocates nothing.
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
        foreach (var terminal in node.Terminals)
            frame.Seen[terminal.Slot] |= terminal.Visit(reader, frame);
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

    private static void VisitMembers(PathNode node, ref Utf8JsonReader reader, scoped in EvaluationFrame frame, ref ulong touched)
    {
        foreach (var step in node.Members)
            frame.Found[step.Node.Index] = false;
        foreach (var name in node.Names)
            frame.Found[name.Index] = false;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
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
        var index = 0;
        for (; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            PathNode? single = null;
            foreach (var step in node.Elements)
            {
                if (step.Index == index)
                    single = step.Node;
            }

            if (single is null && node.Each is null)
            {
                reader.Skip();
                continue;
            }

            if (single is not null && node.Each is not null)
            {
                var again = reader;
                VisitEach(node.Each, ref again, frame);
            }

            if (single is not null)
                Visit(single, ref reader, frame);
            else if (node.Each is not null)
                VisitEach(node.Each, ref reader, frame);
        }

        foreach (var step in node.Elements)
        {
            if (step.Index >= index)
                frame.Mark(step.Node, ConditionValue.Absent);
        }
    }

    // What is ambiguous about one element is so for that element alone, so its slots are looked at by themselves.
    private static void VisitEach(PathNode each, ref Utf8JsonReader reader, scoped in EvaluationFrame frame)
    {
        var seen = frame.Seen.Slice(each.FirstSlot, each.SlotCount);
        var rented = each.SlotCount > MaxOnStack ? ArrayPool<ConditionValue>.Shared.Rent(each.SlotCount) : null;
        var before = rented is null ? stackalloc ConditionValue[MaxOnStack] : rented.AsSpan();
        seen.CopyTo(before);
        seen.Clear();
        Visit(each, ref reader, frame);
        for (var i = 0; i < seen.Length; i++)
            seen[i] = before[i] | ((seen[i] & ConditionValue.Ambiguous) != 0 ? ConditionValue.Unevaluable : seen[i]);
        if (rented is not null)
            ArrayPool<ConditionValue>.Shared.Return(rented);
    }
}
