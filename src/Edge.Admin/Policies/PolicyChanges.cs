using System.Buffers;
using System.Text.Json;
using Edge.Gateway.Approvals;
using Edge.Gateway.DecisionFeed;
using Edge.Gateway.Policies;
using Edge.Policy.Calls;
using Edge.Policy.Evaluation;

namespace Edge.Admin.Policies;

/// <summary>
/// Judges the calls that are kept again, by the active policy and by another. Where a call's arguments are kept both decide as they
/// would; where not, both say what could become of it, and what could differ is unknown, not guessed. Thread-safe.
/// </summary>
internal sealed class PolicyChanges(DecisionRing ring, ApprovalSettings approvals)
{
    private const int MaxRows = 100;

    /// <summary>What <paramref name="candidate"/> would change.</summary>
    public ChangesAnswer Find(PolicySnapshot current, PolicySnapshot candidate)
    {
        var (calls, changed, unknown) = (0, 0, 0);
        var changes = new Dictionary<ChangeAnswer, int>();
        var unknowns = new Dictionary<ChangeAnswer, int>();
        using var before = JsonDocument.Parse(current.Text);
        using var after = JsonDocument.Parse(candidate.Text);
        foreach (var decision in ring.Newest())
        {
            // What was stopped before any policy was asked says nothing of one.
            if (decision.Snapshot.Policy.Name != current.Policy.Name || !decision.IsWhole
                || decision.Decision.Reason is DecisionReason.Frozen or DecisionReason.NoPolicy || !IsMessage(decision))
                continue;
            calls++;
            var (was, will) = (Judge(current.Policy, decision), Judge(candidate.Policy, decision));
            if (was.IsCertain && will.IsCertain ? was.Possible == will.Possible
                : SaysTheSame(before.RootElement, after.RootElement, was, will, decision, current.Policy, candidate.Policy))
                continue;
            var isKnown = (was.IsCertain && will.IsCertain) || (was.Possible & will.Possible) == 0;
            _ = isKnown ? changed++ : unknown++;
            var row = new ChangeAnswer(decision.Target ?? decision.Method, decision.Caller.GrantId, Words(was.Possible),
                Words(will.Possible), was.Rule, will.Rule, 0);
            var rows = isKnown ? changes : unknowns;
            rows[row] = rows.GetValueOrDefault(row) + 1;
        }

        return new ChangesAnswer(calls, changed, unknown, Sorted(changes), Sorted(unknowns));
    }

    private static IReadOnlyList<ChangeAnswer> Sorted(Dictionary<ChangeAnswer, int> rows) =>
        [.. rows.OrderByDescending(row => row.Value).ThenBy(row => row.Key.Target, StringComparer.Ordinal).Take(MaxRows)
        .Select(row => row.Key with { Calls = row.Value })];

    private static bool IsMessage(KeptDecision decision) => decision.Method is not ("GET" or "POST" or "DELETE");

    private Forecast Judge(CompiledPolicy policy, KeptDecision decision)
    {
        var call = new Call
        {
            Method = decision.Method,
            Tool = decision.Tool,
            Prompt = decision.Prompt,
            ResourceUris = decision.ResourceUris,
            Caller = decision.Caller,
            SessionId = decision.SessionId,
            Address = decision.Address,
        };
        // Nobody is shown what is masked; conditions that somebody makes up would ask for it letter by letter.
        if (decision.Tool is null || decision.Arguments is not { } bytes || new ReadOnlySequence<byte>(bytes) is var arguments
            && ArgumentText.Hides(arguments, approvals.Mask))
            return policy.Forecast(call);
        call.Arguments = arguments;
        return Forecast.Certain(policy.Decide(call));
    }

    // Not everything is known of the call: it is treated as before if all that could decide it is as before.
    private static bool SaysTheSame(JsonElement before, JsonElement after, Forecast was, Forecast will, KeptDecision decision,
        CompiledPolicy current, CompiledPolicy candidate)
    {
        if (was.Possible != will.Possible || decision.Tool is not { } tool || current.PatternOf(tool) is not { } pattern
            || pattern != candidate.PatternOf(tool))
            return false;
        return Same("mode") && Same("all_tools") && Same("default")
            && JsonElement.DeepEquals(RuleOf(before, pattern), RuleOf(after, pattern));

        bool Same(string member)
        {
            var has = before.TryGetProperty(member, out var old);
            return after.TryGetProperty(member, out var young) ? has && JsonElement.DeepEquals(old, young) : !has;
        }
    }

    private static JsonElement RuleOf(JsonElement policy, string pattern) =>
        policy.TryGetProperty("tools", out var tools) && tools.TryGetProperty(pattern, out var rule) ? rule : default;

    private static string Words(ForecastOutcomes outcomes)
    {
        var words = new List<string>();
        foreach (var (outcome, word) in new[] { (ForecastOutcomes.Allow, "allow"), (ForecastOutcomes.Ask, "ask"),
            (ForecastOutcomes.Deny, "deny"), (ForecastOutcomes.Shadow, "shadow") })
        {
            if ((outcomes & outcome) != 0)
                words.Add(word);
        }

        return string.Join('|', words);
    }
}
