using System.Collections.Concurrent;
using Edge.Gateway.Approvals;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Rejections;
using Edge.Policy.Approvals;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Embedding;

/// <summary>Parts of a foreign host's own, which work, fail or throw: Edge does what their documentation says.</summary>
public sealed class ExtensionPointTests
{
    private const string Allowed = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""";
    private const string Asks = """{ "version": "1", "default": "deny", "tools": { "allowed": { "action": "require_approval" } } }""";

    private const string Limited = """
        { "version": "1", "default": "deny", "tools": { "allowed": { "rate_limit": "5/hour" } } }
        """;

    [Fact]
    public async Task A_resolver_that_throws_forwards_nothing()
    {
        await using var host = await ForeignHost.StartAsync(
            before: proxy => proxy.Services.AddSingleton<ICallerResolver, BrokenParts>());
        Assert.Equal(500, (await host.PostAsync("/mcp", Allowed)).Status);
        Assert.Empty(host.Server.Received);
    }

    [Fact]
    public async Task A_notifier_of_the_host_is_used_and_one_that_throws_stops_nothing()
    {
        var notices = new KeptNotices();
        await using (var host = await ForeignHost.StartAsync(
            before: proxy => proxy.Services.AddSingleton<IApprovalNotifier>(notices), policy: Asks))
        {
            Assert.Contains("approval_required", (await host.PostAsync("/mcp", Allowed)).Text, StringComparison.Ordinal);
            Assert.Equal(("allowed", ApprovalOutcome.Requested), Assert.Single(notices.Kept));
        }

        await using var broken = await ForeignHost.StartAsync(
            before: proxy => proxy.Services.AddSingleton<IApprovalNotifier, BrokenParts>(), policy: Asks);
        Assert.Contains("approval_required", (await broken.PostAsync("/mcp", Allowed)).Text, StringComparison.Ordinal);
        Assert.Empty(broken.Server.Received);
    }

    [Fact]
    public async Task A_store_of_the_host_that_cannot_answer_denies()
    {
        await using var host = await ForeignHost.StartAsync(
            before: proxy => proxy.Services.AddSingleton<ILimitStore, AwayStore>(), policy: Limited);
        Assert.Contains("store_unavailable", (await host.PostAsync("/mcp", Allowed)).Text, StringComparison.Ordinal);
        Assert.Empty(host.Server.Received);
    }

    [Fact]
    public async Task Observers_see_a_call_and_a_rejection_and_those_that_throw_stop_nothing()
    {
        await using var host = await ForeignHost.StartAsync(after: edge => edge
            .AddCallObserver<BrokenParts>().AddRejectionObserver<BrokenParts>()
            .AddCallObserver<Seen>().AddRejectionObserver<Seen>());
        var seen = host.Services.GetRequiredService<Seen>().Kept;
        Assert.Equal(200, (await host.PostAsync("/mcp", Allowed)).Status);
        await Deadline.Until(() => seen.Count == 3, "the end of the call");
        Assert.Equal(400, (await host.PostAsync("/mcp", Allowed, "Host: rebound.example")).Status);

        Assert.Equal(["started", "decided allowed", "ended", "rejected"], seen);
        Assert.Single(host.Server.Received);
    }

    [Fact]
    public async Task A_required_observer_that_says_no_or_throws_stops_the_call()
    {
        await using (var host = await ForeignHost.StartAsync(after: edge => edge.AddCallObserver<SaysNo>()))
        {
            Assert.Equal(503, (await host.PostAsync("/mcp", Allowed)).Status);
            Assert.Empty(host.Server.Received);
        }

        await using var throwing = await ForeignHost.StartAsync(after: edge => edge.AddCallObserver<RequiredAndBroken>());
        Assert.Equal(500, (await throwing.PostAsync("/mcp", Allowed)).Status);
        Assert.Empty(throwing.Server.Received);
    }

    private sealed class BrokenParts : ICallerResolver, IApprovalNotifier, ICallObserver, IRejectionObserver
    {
        public ValueTask<CallerIdentity?> ResolveAsync(HttpContext context) => throw new InvalidOperationException("broken");

        public void Send(Approval approval, ApprovalOutcome outcome) => throw new InvalidOperationException("broken");

        public void Started(StartedCall call) => throw new InvalidOperationException("broken");

        public ValueTask<bool> DecidedAsync(DecidedCall call) => throw new InvalidOperationException("broken");

        public void Ended(EndedCall call) => throw new InvalidOperationException("broken");

        public void Rejected(RejectedRequest request) => throw new InvalidOperationException("broken");
    }

    private sealed class KeptNotices : IApprovalNotifier
    {
        public ConcurrentQueue<(string Tool, ApprovalOutcome Outcome)> Kept { get; } = [];

        public void Send(Approval approval, ApprovalOutcome outcome) => Kept.Enqueue((approval.Binding.Tool, outcome));
    }

    private sealed class Seen : ICallObserver, IRejectionObserver
    {
        public ConcurrentQueue<string> Kept { get; } = [];

        public void Started(StartedCall call) => Kept.Enqueue("started");

        public ValueTask<bool> DecidedAsync(DecidedCall call)
        {
            Kept.Enqueue($"decided {call.Call.Tool}");
            return new(true);
        }

        public void Ended(EndedCall call) => Kept.Enqueue("ended");

        public void Rejected(RejectedRequest request) => Kept.Enqueue("rejected");
    }

    private sealed class SaysNo : ICallObserver
    {
        public bool IsRequired => true;

        public ValueTask<bool> DecidedAsync(DecidedCall call) => new(false);
    }

    private sealed class RequiredAndBroken : ICallObserver
    {
        public bool IsRequired => true;

        public ValueTask<bool> DecidedAsync(DecidedCall call) => throw new InvalidOperationException("broken");
    }

    private sealed class AwayStore : ILimitStore
    {
        public ValueTask TakeAsync(Reservation reservation, CancellationToken cancellationToken) =>
            throw new StoreUnavailableException("away");

        public ValueTask LookAsync(Reservation reservation, CancellationToken cancellationToken) =>
            throw new StoreUnavailableException("away");

        public void End(Reservation reservation, ReservationEnd end)
        {
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
