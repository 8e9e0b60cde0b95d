using System.Text.Json;
using Edge.Policy.Calls;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Testing;

/// <summary>
/// Evaluates one condition by itself, with the engine's own evaluation: what an explanation says of a condition is what the engine says.
/// </summary>
internal static class ConditionProbe
{
    /// <summary>The value of a condition for a call.</summary>
    /// <param name="condition">The condition.</param>
    /// <param name="every">Whether <c>[*]</c> stands for every element, as in <c>require</c>; otherwise for any.</param>
    /// <param name="call">The call.</param>
    public static ConditionValue Evaluate(ConditionDocument condition, bool every, Call call)
    {
        var paths = new PathSet();
        var compiler = new ConditionCompiler(paths, new RegexCache(), PolicyMode.Enforce, null);
        var compiled = compiler.Compile([condition], every ? ConditionList.Require : ConditionList.DenyIf)[0];
        var built = paths.Build();
        var frame = new EvaluationFrame
        {
            Caller = call.Caller,
            Tool = call.Tool ?? "",
            SessionId = call.SessionId,
            Arguments = call.Arguments,
            Work = new[] { WorkBudget.Of(call.Arguments.Length) },
            LastNumber = new ReadNumber[1],
            Seen = new ConditionValue[built.Slots],
            Found = new bool[built.Nodes],
            Captured = new CapturedValue[built.Captures],
        };
        try
        {
            return (built.First is null || ArgumentWalk.TryRun(built.First, frame))
                && (built.Second is null || ArgumentWalk.TryRun(built.Second, frame))
                    ? compiled.Evaluate(frame)
                    : ConditionValue.Unevaluable;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return ConditionValue.Unevaluable;
        }
    }
}
