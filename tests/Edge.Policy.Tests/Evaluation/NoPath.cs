using Edge.Policy.Evaluation;


namespace Edge.Policy.Tests.Evaluation;

/// <summary>The place in a tree of paths where nothing is asked: for steps that are tried alone.</summary>
internal static class NoPath
{
    public static readonly PathNode Node = new()
    {
        Index = 0,
        FirstSlot = 0,
        SlotCount = 0,
        Terminals = [],
        Names = [],
        EachName = [],
        EachValue = [],
        Members = [],
        Decisive = [],
        Cost = 0,
        Elements = [],
        Each = null,
        LongestName = 0,
        Filter = default,
    };
}
