using System.Diagnostics;
using System.Diagnostics.Metrics;
using Edge.Enforcement;
using Edge.Grants;
using Edge.Keys;
using Edge.Policies;
using Edge.Policy.Calls;
using Edge.Policy.Stores;
using Edge.Routes;
using Edge.Telemetry;
using Edge.Telemetry.Metrics;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>Where nobody listens, telemetry does nothing.</summary>
[Collection(AloneCollection.Name)]
public sealed class SilenceTests
{
    [Fact]
    public void Nothing_is_measured_started_or_allocated()
    {
        using var services = new ServiceCollection().AddMetrics().BuildServiceProvider();
        var policy = PolicyLoader.Compile("test", "test.json", "{ \"version\": \"1\", \"default\": \"deny\" }"u8.ToArray()).Policy!;
        var slot = new PolicySlot("test", "test.json", new PolicySnapshot(policy, DateTimeOffset.UnixEpoch));
        var metrics = new EdgeMetrics(services.GetRequiredService<IMeterFactory>(), new PolicyCatalog([slot]), TimeProvider.System);
        Assert.False(EdgeActivities.Source.HasListeners());
        Assert.False(metrics.MeasuresOverhead || metrics.CountsDecisions);
        Assert.Null(metrics.Deciding() ?? metrics.OperationBegan() ?? metrics.StoreAsked());

        var spans = new CallSpan(new IdentityHash(new EdgeKeys([new byte[32]])));
        var route = new RoutePlan("server", "test", false, null, "rpc");
        var exchange = new Exchange(new DefaultHttpContext(), route, new GrantAccess(Caller.Anonymous, slot, null, IsByGrant: false, ReachesServer: true))
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
            metrics.OperationEnded(metrics.OperationBegan(), default(TagList));
        }
    }
}
