using System.Buffers;
using System.Text.Json;
using Edge.Policy.Calls;

namespace Edge.Policy.Evaluation;

/// <summary>What the evaluation of one call works on: its facts, and what the walk over its arguments found. Lives on the stack.</summary>
internal readonly ref struct EvaluationFrame
{
    /// <summary>Who is calling.</summary>
    public required Caller Caller { get; init; }

    /// <summary>The tool's name.</summary>
    public required string Tool { get; init; }

    /// <summary>The session's id; null without one.</summary>
    public string? SessionId { get; init; }

    /// <summary>The bytes of the arguments' object.</summary>
    public ReadOnlySequence<byte> Arguments { get; init; }

    /// <summary>What was seen at each slot of the path tree.</summary>
    public Span<ConditionValue> Seen { get; init; }

    /// <summary>For each node of the path tree, whether the object that is being walked has that member.</summary>
    public Span<bool> Found { get; init; }

    /// <summary>The values kept for later, by the index of their capture.</summary>
    public Span<CapturedValue> Captured { get; init; }

    /// <summary>The work that is left, in one place; empty where nothing that was sent is evaluated.</summary>
    public Span<long> Work { get; init; }

    /// <summary>The number that was read last, in one place; empty where nothing that was sent is evaluated.</summary>
    public Span<ReadNumber> LastNumber { get; init; }

    /// <summary>Whether any work is left. Once there is none, there never is again.</summary>
    public bool HasWork => Work.IsEmpty || Work[0] >= 0;

    /// <summary>How much work is left.</summary>
    public long WorkLeft => Work.IsEmpty ? long.MaxValue : Math.Max(0, Work[0]);

    /// <summary>Takes <paramref name="steps"/> of the work that is left; false when there was less.</summary>
    public bool TrySpend(long steps)
    {
        if (Work.IsEmpty)
            return true;
        Work[0] -= steps;
        return Work[0] >= 0;
    }

    /// <summary>Marks every slot below <paramref name="node"/>.</summary>
    public void Mark(PathNode node, ConditionValue value)
    {
        foreach (ref var seen in Seen.Slice(node.FirstSlot, node.SlotCount))
            seen |= value;
    }

    /// <summary>The operand that <paramref name="capture"/> kept.</summary>
    public Operand Get(PathCapture capture)
    {
        switch (Seen[capture.Slot])
        {
            case ConditionValue.Absent:
                return Operand.Absent;
            case ConditionValue.True:
                break;
            default:
                return Operand.Unevaluable;
        }

        var value = Captured[capture.Index];
        if (value.Length < 0)
            return Operand.OfNumber(value.Number);
        var arguments = Arguments.IsEmpty ? ArgumentWalk.NoArguments : Arguments;
        var reader = new Utf8JsonReader(arguments.Slice(value.Start, value.Length));
        reader.Read();
        return Operand.Sent(reader, capture.Function, this);
    }
}
