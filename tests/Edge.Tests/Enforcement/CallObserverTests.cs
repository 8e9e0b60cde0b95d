using System.Collections.Concurrent;
using Edge.Gateway.Calls;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Enforcement;

/// <summary>What observers are told of a call, and what becomes of it when they say no or fail.</summary>
public sealed class CallObserverTests
{
    private const string Policy = """
        { "version": "1", "default": "deny",
          "tools": { "allowed": { "limits": [ { "counter": "n", "max": 1, "algorithm": "concurrency" } ] } } }
        """;

    private const string Allowed = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string Denied = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"denied"}}""";

    [Theory]
    [InlineData(Allowed, "decided allow", 1)]
    [InlineData(Denied, "decided deny", 0)]
    public async Task Each_observer_is_told_once_of_each_step_in_the_order_of_registration(string call, string decided, int forwarded)
    {
        var events = new ConcurrentQueue<string>();
        await using var edge = await StartAsync(new Observer(events, "a"), new Observer(events, "b"));
        Assert.Equal(200, (await edge.PostAsync(call)).Status);
        await Deadline.Until(() => events.Count >= 6, "the end of the call");
        Assert.Equal(["a started", "b started", $"a {decided}", $"b {decided}", "a ended a", "b ended b"], events);
        Assert.Equal(forwarded, edge.Server.Received.Count);
    }

    [Fact]
    public async Task What_is_refused_before_is_no_call()
    {
        var events = new ConcurrentQueue<string>();
        await using var edge = await StartAsync(new Observer(events, "a"));
        Assert.Equal(400, (await edge.PostAsync("{")).Status);
        Assert.Empty(events);
    }

    [Theory]
    [InlineData(Allowed)]
    [InlineData(Denied)]
    public async Task A_required_observer_that_says_no_stops_a_call_which_then_holds_nothing(string call)
    {
        var events = new ConcurrentQueue<string>();
        var first = new Observer(events, "a") { IsRequired = true, Says = false };
        await using var edge = await StartAsync(first, new Observer(events, "b"));
        var answer = await edge.PostAsync(call);
        Assert.Equal(503, answer.Status);
        Assert.Contains("Edge cannot record this call.", answer.Text, StringComparison.Ordinal);
        await Deadline.Until(() => events.Count >= 5, "the end of the call");
        Assert.DoesNotContain(events, e => e.StartsWith("b decided", StringComparison.Ordinal));
        Assert.Equal("b ended b", events.Last());
        Assert.Empty(edge.Server.Received);

        // The permit is back: it is asked for again.
        first.Says = true;
        Assert.Equal(200, (await edge.PostAsync(Allowed)).Status);
        Assert.Single(edge.Server.Received);
    }

    [Theory]
    [InlineData("started")]
    [InlineData("decided")]
    public async Task A_required_observer_that_fails_stops_a_call_which_then_holds_nothing(string at)
    {
        var events = new ConcurrentQueue<string>();
        var observer = new Observer(events, "a") { IsRequired = true, FailsAt = at };
        await using var edge = await StartAsync(observer);
        Assert.Equal(500, (await edge.PostAsync(Allowed)).Status);
        Assert.Empty(edge.Server.Received);
        await Deadline.Until(() => events.Contains("a ended ") || events.Contains("a ended a"), "the end of the call");

        observer.FailsAt = null;
        Assert.Equal(200, (await edge.PostAsync(Allowed)).Status);
        Assert.Single(edge.Server.Received);
    }

    [Theory]
    [InlineData("started")]
    [InlineData("decided")]
    [InlineData("ended")]
    public async Task Any_other_that_fails_is_logged_and_the_call_goes_on(string at)
    {
        var events = new ConcurrentQueue<string>();
        await using var edge = await StartAsync(new Observer(events, "a") { FailsAt = at }, new Observer(events, "b"));
        for (var i = 0; i < 2; i++)
            Assert.Equal(200, (await edge.PostAsync(Allowed)).Status);
        await Deadline.Until(() => events.Count(e => e == "b ended b") == 2, "the end of the calls");
        Assert.Equal(2, edge.Logs.Lines.Count(l => l.Id.Id == 214 && l.Message.Contains("'Observer'", StringComparison.Ordinal)));
        Assert.Equal(2, edge.Server.Received.Count);
    }

    [Fact]
    public async Task Any_other_that_says_no_is_overruled_and_logged()
    {
        await using var edge = await StartAsync(new Observer([], "a") { Says = false });
        Assert.Equal(200, (await edge.PostAsync(Allowed)).Status);
        Assert.Single(edge.Logs.Lines, l => l.Id.Id == 215);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_caller_that_leaves_while_an_observer_waits_is_not_forwarded_for(bool required)
    {
        var events = new ConcurrentQueue<string>();
        var observer = new Observer(events, "a") { IsRequired = required, Waits = true };
        await using var edge = await StartAsync(observer, new Observer(events, "b"));
        using (await RawConnection.SendAsync(edge.Mcp, "POST", Allowed))
            await Deadline.Until(() => events.Contains("a decided allow"), "the decision");
        await Deadline.Until(() => events.Contains("b ended b"), "the end of the call");
        Assert.DoesNotContain("b decided allow", events);
        Assert.Empty(edge.Server.Received);

        // Nothing of it is held any more: nothing began to leave for the server.
        observer.Waits = false;
        Assert.Equal(200, (await edge.PostAsync(Allowed)).Status);
        Assert.Single(edge.Server.Received);
    }

    private static Task<EdgeHost> StartAsync(params ICallObserver[] observers) => EdgeHost.StartAsync(Policy, services: services =>
    {
        foreach (var observer in observers)
            services.AddSingleton(observer);
    });

    private sealed class Observer(ConcurrentQueue<string> events, string name) : ICallObserver
    {
        public bool IsRequired { get; init; }

        public bool Says { get; set; } = true;

        public string? FailsAt { get; set; }

        public bool Waits { get; set; }

        public void Started(StartedCall call)
        {
            Fail("started");
            call.State = name;
            events.Enqueue($"{name} started");
        }

        public async ValueTask<bool> DecidedAsync(DecidedCall call)
        {
            Fail("decided");
            events.Enqueue($"{name} decided {(call.Decision.Forwards ? "allow" : "deny")}");
            if (Waits)
                await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, call.Call.Context.RequestAborted);
            return Says;
        }

        public void Ended(EndedCall call)
        {
            events.Enqueue($"{name} ended {call.State}");
            Fail("ended");
        }

        private void Fail(string at)
        {
            if (FailsAt == at)
                throw new InvalidOperationException(at);
        }
    }
}
