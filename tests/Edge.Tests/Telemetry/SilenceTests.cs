using System.Diagnostics.Metrics;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Keys;
using Edge.Gateway.Policies;
using Edge.Gateway.Routes;
using Edge.Gateway.Telemetry;
using Edge.Gateway.Telemetry.Metrics;
using Edge.Policy.Calls;
using Edge.Policy.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
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
        Assert.False(metrics.MeasuresOverhead || metrics.MeasuresOperations || metrics.CountsDecisions);
        Assert.Null(metrics.StoreAsked());

        ICallObserver[] observers =
        [
            new SpanObserver(new IdentityHash(new EdgeKeys([new byte[32]]))),
            new MetricsObserver(metrics, new ToolLabels(new ListedTools())),
        ];
        var told = new CallObservers(observers, TimeProvider.System, NullLogger<CallObservers>.Instance);
        var route = new RoutePlan("server", "test", false, null, "rpc");
        var call = new CallContext(new DefaultHttpContext(), route,
            new GrantAccess(Caller.Anonymous, slot, null, IsByGrant: false, ReachesServer: true));
        call.WasRead(new ReadMessage { Facts = new MessageFacts() });
        call.WasDecided(
            new Verdict(new Decision { Outcome = DecisionOutcome.Deny, Reason = DecisionReason.Denied, Rule = "" }, "", null, null));
        Watch();
        var before = GC.GetAllocatedBytesForCurrentThread();
        Watch();
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Watch()
        {
            told.Started(call);
            var said = told.DecidedAsync(call);
            Assert.True(said.IsCompletedSuccessfully && said.Result);
            told.Ended(call);
            metrics.LimitsAsked("test", []);
            metrics.Rejected(Edge.Mcp.Requests.RefusalReason.Host);
            metrics.StoreAnswered(StoreOperation.Take, metrics.StoreAsked());
            metrics.StoreFailed(StoreOperation.Take);
        }
    }
}
