// Only written here: no text of others is read into nodes.
#pragma warning disable RS0030
using System.Text;
using System.Text.Json.Nodes;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;

namespace Edge.Policy.Testing;

/// <summary>
/// Finds calls that a rule allows and calls that it denies, by trying values at and around the bounds of its conditions. It may find none
/// where there are some; what it finds, the engine has decided.
/// </summary>
internal sealed class RuleSamples
{
    private const int MaxRounds = 3;

    private readonly CompiledPolicy _policy;
    private readonly string _tool;
    private readonly ConditionDocument[] _require;
    private readonly ConditionDocument[] _denyIf;
    private readonly ConditionDocument.Leaf[] _leaves;

    /// <summary>Prepares for a tool.</summary>
    /// <param name="document">The policy as written.</param>
    /// <param name="policy">The same policy as run.</param>
    /// <param name="rule">The tool's rule; null where no entry names it.</param>
    /// <param name="tool">The tool.</param>
    public RuleSamples(PolicyDocument document, CompiledPolicy policy, RuleDocument? rule, string tool)
    {
        (_policy, _tool) = (policy, tool);
        _require = [.. document.AllTools?.Require ?? [], .. rule?.Require ?? []];
        _denyIf = [.. document.AllTools?.DenyIf ?? [], .. rule?.DenyIf ?? []];
        _leaves = [.. _require.Concat(_denyIf).Concat(rule?.Approval?.When ?? []).SelectMany(Leaves)
            .Where(leaf => leaf.Path.Root == PathRoot.Arguments)];
    }

    /// <summary>Arguments that are not denied, as few as could be found; null where none were found.</summary>
    public JsonObject? FindPassing()
    {
        var arguments = new JsonObject();
        for (var round = 0; round < MaxRounds; round++)
        {
            foreach (var (conditions, isRequire) in new[] { (_denyIf, false), (_require, true) })
            {
                foreach (var condition in conditions.Where(condition => !Passes(condition, isRequire, arguments)))
                    arguments = Improve(condition, isRequire, arguments);
            }

            if (Decide(arguments).Outcome != DecisionOutcome.Deny)
                return arguments;
        }

        return null;
    }

    /// <summary>Arguments with another value at one bound each, beginning with <paramref name="from"/> itself.</summary>
    public IEnumerable<JsonObject> Around(JsonObject from)
    {
        yield return from;
        foreach (var leaf in _leaves)
        {
            if (SampleArguments.Without(from, leaf.Path) is { } without)
                yield return without;
            foreach (var value in SampleValues.Of(leaf))
            {
                if (SampleArguments.With(from, leaf.Path, value) is { } with)
                    yield return with;
            }
        }
    }

    /// <summary>Decides on a call of the tool with these arguments, of a caller without an identity.</summary>
    public Decision Decide(JsonObject arguments) => _policy.Decide(CallOf(arguments));

    /// <summary>The bytes of arguments.</summary>
    public static byte[] Bytes(JsonObject arguments) => Encoding.UTF8.GetBytes(arguments.ToJsonString());

    private JsonObject Improve(ConditionDocument condition, bool isRequire, JsonObject arguments)
    {
        foreach (var leaf in Leaves(condition))
        {
            var tried = SampleValues.Of(leaf).Select(value => SampleArguments.With(arguments, leaf.Path, value))
                .Prepend(SampleArguments.Without(arguments, leaf.Path));
            if (tried.FirstOrDefault(one => one is not null && Passes(condition, isRequire, one)) is { } better)
                return better;
        }

        // Conditions of several leaves: each its first value, and the rounds go on from there.
        foreach (var leaf in Leaves(condition))
        {
            arguments = SampleValues.Of(leaf).Select(value => SampleArguments.With(arguments, leaf.Path, value))
                .FirstOrDefault(one => one is not null && Passes(leaf, isRequire, one)) ?? arguments;
        }

        return arguments;
    }

    private bool Passes(ConditionDocument condition, bool isRequire, JsonObject arguments)
    {
        var value = ConditionProbe.Evaluate(condition, isRequire, CallOf(arguments));
        return isRequire ? value == ConditionValue.True : value is ConditionValue.False or ConditionValue.Absent;
    }

    private Call CallOf(JsonObject arguments) =>
        PolicyTestRunner.CallOf(new SampleCall(_tool, Bytes(arguments)), Caller.Anonymous);

    private static IEnumerable<ConditionDocument.Leaf> Leaves(ConditionDocument condition) => condition switch
    {
        ConditionDocument.All all => all.Children.SelectMany(Leaves),
        ConditionDocument.Any any => any.Children.SelectMany(Leaves),
        ConditionDocument.Not not => Leaves(not.Child),
        ConditionDocument.Leaf leaf => [leaf],
        _ => [],
    };
}
