using Edge.Policy.Calls;


namespace Edge.Policy.Evaluation;

/// <summary>The trees of the paths that a rule reads, and how much room their values take.</summary>
internal sealed record RulePaths(PathNode? First, PathNode? Second, int Slots, int Nodes, int Captures)
{
    /// <summary>Prepares conditions that read these paths, by walking over arguments that have no members.</summary>
    public KnownCondition[] Know(Condition[] conditions)
    {
        var empty = new EvaluationFrame
        {
            Caller = Caller.Anonymous,
            Tool = "",
            Seen = new ConditionValue[Slots],
            Found = new bool[Nodes],
            Captured = new CapturedValue[Captures],
        };
        if (First is not null)
            ArgumentWalk.TryRun(First, empty);
        var known = new KnownCondition[conditions.Length];
        for (var i = 0; i < known.Length; i++)
            known[i] = new KnownCondition(conditions[i], empty);
        return known;
    }
}
