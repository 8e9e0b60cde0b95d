using System.Buffers;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Edge.Policy.Calls;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Evaluation;
using Edge.Policy.Tests.Cases;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

public sealed class DecisionProperties
{
    private static readonly SourcePlace Place = new("/tools/t", 1, 1);

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(3_000).WithEndSize(100);

    private static readonly Gen<(ConditionDocument Condition, string Arguments)> Required =
        GeneratedPolicies.Condition(optional: true).Zip(GeneratedPolicies.Arguments);

    private static readonly Gen<(ConditionDocument Condition, string Arguments)> Refusing =
        GeneratedPolicies.Condition(optional: false).Zip(GeneratedPolicies.Arguments);

    [Fact]
    public void Require_decides_as_the_obvious_evaluation_does() => Check(Required, (condition, arguments) =>
    {
        var expected = ReferenceConditions.Evaluate(condition, JsonDocument.Parse(arguments).RootElement, every: true) switch
        {
            ConditionValue.True => DecisionReason.Allowed,
            ConditionValue.Unevaluable => DecisionReason.Unevaluable,
            _ => DecisionReason.ConditionFailed,
        };
        Assert.Equal(expected, Compile(new RuleDocument { Require = [condition], Place = Place }).Decide(Samples.Call(arguments)).Reason);
    });

    [Fact]
    public void Deny_if_decides_as_the_obvious_evaluation_does() => Check(Refusing, (condition, arguments) =>
    {
        var expected = ReferenceConditions.Evaluate(condition, JsonDocument.Parse(arguments).RootElement, every: false) switch
        {
            ConditionValue.True => DecisionReason.ConditionMatched,
            ConditionValue.Unevaluable => DecisionReason.Unevaluable,
            _ => DecisionReason.Allowed,
        };
        Assert.Equal(expected, Compile(new RuleDocument { DenyIf = [condition], Place = Place }).Decide(Samples.Call(arguments)).Reason);
    });

    [Fact]
    public void The_order_of_conditions_never_changes_an_outcome() => Check(Required, (condition, arguments) =>
    {
        var rule = new RuleDocument { Require = [condition], Place = Place };
        var turned = rule with { Require = [Turn(condition)] };
        var (one, other) = (Compile(rule).Decide(Samples.Call(arguments)), Compile(turned).Decide(Samples.Call(arguments)));
        Assert.Equal(Samples.Describe(one), Samples.Describe(other));
    });

    [Fact]
    public void The_order_of_a_list_never_changes_an_outcome() => Check(
        GeneratedPolicies.Conditions(4).Zip(GeneratedPolicies.Arguments),
        (conditions, arguments) =>
        {
            ImmutableArray<ConditionDocument> list = [.. conditions], turned = [.. Enumerable.Reverse(conditions)];
            foreach (var (one, other) in new[]
            {
                (new RuleDocument { Require = list, Place = Place }, new RuleDocument { Require = turned, Place = Place }),
                (new RuleDocument { DenyIf = list, Place = Place }, new RuleDocument { DenyIf = turned, Place = Place }),
                (Asking(list), Asking(turned)),
            })
            {
                var call = Samples.Call(arguments);
                Assert.Equal(Compile(one).Decide(call).Outcome, Compile(other).Decide(call).Outcome);
            }
        });

    [Fact]
    public void Neither_a_second_time_nor_the_cut_of_the_bytes_changes_a_decision() => Check(Required, (condition, arguments) =>
    {
        var policy = Compile(new RuleDocument { Require = [condition], DenyIf = [condition], Place = Place });
        var expected = policy.Decide(Samples.Call(arguments));
        Assert.Same(expected, policy.Decide(Samples.Call(arguments)));
        foreach (var size in new[] { 1, 3, 8 })
        {
            var call = Samples.Call();
            call.Arguments = Samples.Split(new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments)), size);
            Assert.Same(expected, policy.Decide(call));
        }
    });

    [Fact]
    public void No_bytes_make_it_throw_and_none_that_are_no_object_pass() => Check(
        GeneratedPolicies.Condition(optional: true).Zip(Gen.OneOf(
            Gen.Choose(0, 255).Select(value => (byte)value).ArrayOf(),
            GeneratedPolicies.Arguments.Select(Encoding.UTF8.GetBytes)
                .SelectMany(bytes => Gen.Choose(1, bytes.Length - 1).Select(length => bytes[..length])),
            Gen.Elements("[]", "1", "\"\\ud800\"", "{\"a\":\"\\ud800\"}", "{\"\\ud800\":1}", "null").Select(Encoding.UTF8.GetBytes))),
        (condition, bytes) =>
        {
            var rule = new RuleDocument
            {
                Require = [condition],
                Limits =
                    [new LimitDocument { Counter = "c", Max = 1, Window = TimeSpan.FromMinutes(1), Place = Place,
                    Scope = [
                        new(LimitScope.Argument, new(PathRoot.Arguments, null, [PathSegment.Member("a")], PathFunction.None, "args.a"))] }],
                Place = Place,
            };
            var call = Samples.Call();
            call.Arguments = new ReadOnlySequence<byte>(bytes);
            var decision = Compile(rule).Decide(call);
            Assert.True(decision.Outcome == DecisionOutcome.Deny || bytes.Length == 0 || bytes.AsSpan().IndexOf((byte)'{') >= 0,
                Samples.Describe(decision));
        });

    [Fact]
    public void A_tool_is_listed_exactly_when_a_call_of_it_passes() => Check(
        (from condition in GeneratedPolicies.Conditions(3)
         from inAll in Gen.Elements(true, false)
         from denies in Gen.Elements(true, false)
         from action in Gen.Elements(RuleAction.Allow, RuleAction.Allow, RuleAction.Deny)
         from hide in Gen.Elements("x", "t", "t*", "*s")
         from fallback in Gen.Elements(DefaultAction.Deny, DefaultAction.Allow)
         from pattern in Gen.Elements("t", "t*", "other")
         select (Policy(condition, inAll, denies, action, hide, fallback, pattern), GrantOf(condition))).Zip(Gen.Elements("t", "ts", "u")),
        (made, tool) =>
        {
            var (document, caller) = made;
            var policy = PolicyCompiler.Compile("p", Samples.Revision, document);
            var call = Samples.Call("{}", tool);
            call.Caller = caller;
            Assert.Equal(policy.Decide(call).Outcome != DecisionOutcome.Deny, policy.IsToolListed(tool, caller));
            if (!policy.ListingDependsOnCaller)
                Assert.Equal(policy.IsToolListed(tool, Caller.Anonymous), policy.IsToolListed(tool, caller));
        });

    // Conditions on arguments become conditions on labels and the tool: those can be told without a call.
    private static PolicyDocument Policy(
        IEnumerable<ConditionDocument> conditions, bool inAll, bool denies, RuleAction action, string hide, DefaultAction fallback,
            string pattern)
    {
        ImmutableArray<ConditionDocument> list = [.. conditions.Select(OnGrant)];
        var rule = new RuleDocument { Place = Place, Require = denies ? [] : list, DenyIf = denies ? list : [] };
        return new PolicyDocument
        {
            Default = fallback,
            Hide = [new PatternEntry(hide, Place)],
            AllTools = inAll ? rule : null,
            Tools = [new ToolEntry(pattern, (inAll ? new RuleDocument { Place = Place } : rule) with { Action = action }, Place)],
        };
    }

    [Theory]
    [InlineData(PolicyMode.Enforce, false)]
    [InlineData(PolicyMode.Enforce, true)]
    [InlineData(PolicyMode.Shadow, false)]
    public void Whatever_is_decided_was_forecast(PolicyMode mode, bool shadow) => Check(
        GeneratedPolicies.Condition(optional: false).Three().Zip(GeneratedPolicies.Arguments),
        (conditions, arguments) =>
        {
            var (matched, asked, all) = conditions;
            var policy = PolicyCompiler.Compile("p", Samples.Revision, new PolicyDocument
            {
                Default = DefaultAction.Deny,
                Mode = mode,
                AllTools = new RuleDocument { Require = [all], Place = Place },
                Tools = [new ToolEntry("t", Asking([asked]) with { DenyIf = [matched, OnGrant(matched)], Shadow = shadow }, Place)],
            });
            var call = Samples.Call(arguments);
            call.Caller = GrantOf([matched, asked]);
            var forecast = policy.Forecast(call);
            Assert.NotEqual(ForecastOutcomes.None, forecast.Possible & Forecast.Of(policy.Decide(call)));
        });

    private static ConditionDocument OnGrant(ConditionDocument condition) => condition switch
    {
        ConditionDocument.All all => all with { Children = [.. all.Children.Select(OnGrant)] },
        ConditionDocument.Any any => any with { Children = [.. any.Children.Select(OnGrant)] },
        ConditionDocument.Not not => not with { Child = OnGrant(not.Child) },
        ConditionDocument.Leaf leaf =>
            leaf with { Path = OnGrant(leaf.Path), OtherPath = leaf.OtherPath is null ? null : OnGrant(leaf.OtherPath) },
        _ => condition,
    };

    private static ValuePath OnGrant(ValuePath path) => path.Segments.IsEmpty
        ? new ValuePath(PathRoot.Tool, null, [], PathFunction.None, "tool")
        : new ValuePath(PathRoot.GrantLabel, path.Segments[0].Name ?? "each", [], path.Function, "grant.labels");

    private static Caller GrantOf(IEnumerable<ConditionDocument> conditions)
    {
        PolicyValue[] values = [new PolicyValue.Number(1), new PolicyValue.Text("x"), new PolicyValue.List([new PolicyValue.Number(1)])];
        return new Caller("g",
            new Dictionary<string, PolicyValue> { ["a"] = values[conditions.Count() % 3], ["k"] = values[0] }.ToFrozenDictionary());
    }

    private static RuleDocument Asking(ImmutableArray<ConditionDocument> conditions) => new()
    {
        Action = RuleAction.RequireApproval,
        Approval = new ApprovalDocument { When = conditions, Place = Place },
        Place = Place,
    };

    private static ConditionDocument Turn(ConditionDocument condition) => condition switch
    {
        ConditionDocument.All all => all with { Children = [.. Enumerable.Reverse(all.Children).Select(Turn)] },
        ConditionDocument.Any any => any with { Children = [.. Enumerable.Reverse(any.Children).Select(Turn)] },
        ConditionDocument.Not not => not with { Child = Turn(not.Child) },
        _ => condition,
    };

    private static CompiledPolicy Compile(RuleDocument rule) => PolicyCompiler.Compile(
        "p", Samples.Revision, new PolicyDocument { Default = DefaultAction.Deny, Tools = [new ToolEntry("t", rule, Place)] });

    private static void Check<TLeft, TRight>(Gen<(TLeft, TRight)> generator, Action<TLeft, TRight> body) =>
        Prop.ForAll(generator.ToArbitrary(), pair => body(pair.Item1, pair.Item2)).Check(Many);
}
