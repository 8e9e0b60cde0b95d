using System.Diagnostics;
using Edge.Enforcement;
using Edge.Grants;
using Edge.Policies;
using Edge.Policy.Evaluation;
using Edge.Telemetry;
using Edge.Telemetry.Metrics;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>Where nobody listens, telemetry does nothing.</summary>
[Collection(AloneCollection.Name)]
public sealed class SilenceTests
{
    [Fact]
    public async Task Without_an_endpoint_there_are_metrics_for_scrapers_and_no_spans()
    {
        await using var edge = await EdgeHost.StartAsync();
        var metrics = edge.Services.GetRequiredService<EdgeMetrics>();
        Assert.False(EdgeActivities.Source.HasListeners());
        Assert.True(metrics.MeasuresOverhead && metrics.CountsDecisions);
    }

    [Fact]
    public async Task Switched_off_nothing_is_listened_to_or_allocated()
    {
        await using var edge = await EdgeHost.StartAsync(settings: ("OTEL_SDK_DISABLED", "true"));
        Assert.Equal(200, (await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"allowed"}}""")).Status);
        var metrics = edge.Services.GetRequiredService<EdgeMetrics>();
        Assert.False(EdgeActivities.Source.HasListeners());
        Assert.False(metrics.MeasuresOverhead || metrics.CountsDecisions);
        Assert.Null(metrics.Deciding() ?? metrics.OperationBegan() ?? metrics.StoreAsked());

        var spans = edge.Services.GetRequiredService<CallSpan>();
        var exchange = new Exchange(new DefaultHttpContext(), new RoutePlan("server", "test", false, null, "rpc"), new GrantAccess(Caller.Anonymous, edge.Services.GetRequiredService<PolicyCatalog>().Slots[0], null, IsByGrant: false, ReachesServer: true))
        {
            Facts = new MessageFacts(),
            Decision = new Decision { Outcome = DecisionOutcome.Deny, Reason = DecisionReason.Denied, Rule = "" },
        };
        Watch();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Watch();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Watch()
        {
            exchange.Span = spans.Start(exchange, exchange.Message!);
            exchange.DecisionSpan = CallSpan.Deciding(exchange);
            CallSpan.Decided(exchange, exchange.Decision!);
            CallSpan.Forwarded(exchange, CallSpan.Forwarding());
            CallSpan.Close(exchange);
            metrics.DecisionTook(metrics.Deciding(), DecisionOutcome.Deny);
            metrics.LimitsAsked("test", []);
            metrics.Rejected(Edge.Mcp.Requests.RefusalReason.Host);
            metrics.StoreAnswered(StoreOperation.Take, metrics.StoreAsked());
            metrics.StoreFailed(StoreOperation.Take);
            metrics.AuditRecorded(1);
            metrics.AuditDropped();
            metrics.OperationEnded(metrics.OperationBegan(), default(TagList));
        }
    }
}
