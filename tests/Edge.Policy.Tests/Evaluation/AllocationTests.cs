using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Edge.Policy.Calls;
using Edge.Policy.Evaluation;
using Edge.Policy.Tests.Cases;
using Xunit;

namespace Edge.Policy.Tests.Evaluation;

public sealed class AllocationTests
{
    private const int Calls = 500;

    private const string Rule = """
        {
          "deny_if": [ { "path": "args.body.templateId", "op": "exists", "value": true }, { "path": "args.body.env.keys()",
            "op": "contains", "value": "LD_PRELOAD" } ],
          "require": [
            { "path": "args.body.gpu.count", "op": "lte", "value": 1, "default": 1 },
            { "any": [ { "path": "args.body.image", "op": "regex", "value": "^runpod/[a-z]+$" }, { "path": "args.body.image", "op": "in",
              "value": [ "a", "b" ] } ] },
            { "path": "args.body.ports[*]", "op": "not_in", "value": [ "22/tcp" ] },
            { "path": "args.body.keys()[*]", "op": "in", "value": [ "name", "gpu", "image", "ports", "env", "labels" ] },
            { "path": "args.body.env.values()[*]", "op": "regex", "value": "^[0-9]$" },
            { "path": "args.body.labels", "op": "eq", "value": { "a": [ 1 ], "b": "x" }, "optional": true },
            { "path": "args.min", "op": "lte", "value": { "path": "args.max" } },
            { "path": "args.team", "op": "eq", "value": { "path": "grant.labels.team" } } ],
          "limits": [ { "counter": "c", "window": "minute", "max": 10, "scope": [ "grant", "session", "tool", "ip", "args.team" ],
            "increment_from": "args.max",
            "increment_table": { "path": "args.body.gpu.id", "values": { "L4": 0.43 }, "default": 5 } } ]
        }
        """;

    private const string Arguments = """
        { "min": 1, "max": 2.5, "team": "\u0061lpha", "body": { "name": "x", "gpu": { "id": "L4", "count": 1 }, "image": "runpod/base",
          "ports": [ "80/http", "443/http" ], "env": { "A": "1", "\u0042": "2" }, "labels": { "b": "x", "a": [ 1.0 ] } } }
        """;

    [Theory]
    [InlineData(1)]
    [InlineData(2_000)]
    public void Deciding_on_a_call_with_conditions_and_a_limit_allocates_nothing(int tools)
    {
        var policy = CompileMany(tools);
        var call = Call();
        Assert.Equal(DecisionOutcome.Allow, policy.Decide(call).Outcome);
        Assert.Equal(1, call.Charges.Items.Length);
        Assert.Equal(0, AllocatedBy(policy, call));
    }

    [Fact]
    public void Deciding_on_arguments_in_many_segments_allocates_nothing()
    {
        var policy = CompileMany(1);
        var call = Call();
        call.Arguments = Samples.Split(call.Arguments, 5);
        Assert.Equal(DecisionOutcome.Allow, policy.Decide(call).Outcome);
        Assert.Equal(0, AllocatedBy(policy, call));
    }

    [Theory]
    [InlineData("""{ "body": "{}" }""")]
    [InlineData("""{ "body": { "templateId": 1 } }""")]
    [InlineData("""{ "body": { "gpu": { "count": 8 } } }""")]
    public void Denying_a_call_allocates_nothing(string arguments)
    {
        var policy = CompileMany(1);
        var call = Call();
        call.Arguments = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(arguments));
        Assert.Equal(DecisionOutcome.Deny, policy.Decide(call).Outcome);
        Assert.Equal(0, AllocatedBy(policy, call));
    }

    [Fact]
    public void Deciding_on_a_method_and_on_what_lists_show_allocates_nothing()
    {
        var policy = CompileMany(10);
        var call = new Call { Method = "tools/list" };
        Assert.Equal(0, AllocatedBy(policy, call));
        var caller = Caller;
        Assert.Equal(0, Measure(() => policy.IsToolListed("tool-3", caller)));
    }

    private static Caller Caller => Samples.Caller("g", JsonDocument.Parse("""{ "team": "alpha" }""").RootElement);

    private static Call Call()
    {
        var call = Samples.Call(Arguments, "tool-0");
        call.Caller = Caller;
        call.SessionId = "session";
        call.Address = System.Net.IPAddress.Parse("2001:db8::1");
        return call;
    }

    private static CompiledPolicy CompileMany(int tools) => Samples.Compile(string.Create(
        CultureInfo.InvariantCulture,
        $$"""{ "version": "1", "default": "deny", "tools": """
            + $$"""{ {{string.Join(',', Enumerable.Range(0, tools).Select(i => $"\"tool-{i}\": {(i == 0 ? Rule : "{}")}"))}} } }"""));

    private static long AllocatedBy(CompiledPolicy policy, Call call) => Measure(() => policy.Decide(call));

    // The runtime allocates too, now and then and on any thread, while it compiles better code: the least of several rounds is ours.
    private static long Measure(Func<object> act)
    {
        var least = long.MaxValue;
        for (var round = 0; round < 10 && least > 0; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < Calls; i++)
                act();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static long Measure(Func<bool> act)
    {
        object? listed = null;
        return Measure(() => act() ? string.Empty : listed ?? string.Empty);
    }
}
