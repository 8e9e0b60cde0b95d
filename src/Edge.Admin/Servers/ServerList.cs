using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.DecisionFeed;
using Edge.Gateway.Routes;
using Edge.Mcp.Responses;
using Edge.Policy.Text;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace Edge.Admin.Servers;

/// <summary>Says how the servers are. Thread-safe.</summary>
internal sealed class ServerList(IProxyStateLookup proxy, ServerRecords records, DecisionRing ring, ListedTools tools, GrantCatalog grants)
{
    /// <summary>Every server, by name.</summary>
    public ServersAnswer Look()
    {
        var ends = ring.Newest()
            .Where(decision => decision is { Tool: not null, Decision.Forwards: true, End: not null })
            .ToLookup(decision => decision.Server, decision => decision.End!.Value, StringComparer.Ordinal);
        return new ServersAnswer([.. proxy.GetClusters()
            .OrderBy(cluster => cluster.ClusterId, StringComparer.Ordinal)
            .Select(cluster => Look(cluster, LatencyAnswer.Of(ends[cluster.ClusterId])))]);
    }

    /// <summary>The servers that a policy may rule: those of its routes, and those that grants reach under it.</summary>
    public IReadOnlyList<string> RuledBy(string policy) => [.. proxy.GetRoutes()
        .Where(route => route.Config.ClusterId is not null && RoutePlan.Of(route.Config).PolicyName == policy)
        .Select(route => route.Config.ClusterId!)
        .Concat(grants.Current.Grants.SelectMany(grant => grant.Servers).Where(way => way.Policy?.Name == policy).Select(way => way.Server))
        .Distinct(StringComparer.Ordinal)
        .Order(StringComparer.Ordinal)];

    private ServerAnswer Look(ClusterState cluster, LatencyAnswer? latency)
    {
        var seen = records.Find(cluster.ClusterId);
        return new ServerAnswer
        {
            Name = cluster.ClusterId,
            State = seen is null ? "unknown" : seen.LastFailureAt is { } failure && !(seen.LastAnswerAt > failure) ? "fails" : "answers",
            Destinations = [.. cluster.Destinations.Values.OrderBy(destination => destination.DestinationId, StringComparer.Ordinal)
                .Select(destination => new DestinationAnswer(destination.DestinationId, Plain(destination.Model.Config.Address),
                Word(destination.Health.Passive)))],
            Routes = [.. proxy.GetRoutes().Where(route => route.Config.ClusterId == cluster.ClusterId)
                .OrderBy(route => route.Config.RouteId, StringComparer.Ordinal)
                .Select(route => new RouteAnswer(route.Config.Match.Path ?? "", RoutePlan.Of(route.Config).PolicyName))],
            Answered = seen?.Answered ?? 0,
            Failed = seen?.Failed ?? 0,
            LastAnswerAt = seen?.LastAnswerAt,
            LastFailureAt = seen?.LastFailureAt,
            LastFailure = seen?.LastFailure,
            Revisions = [.. (seen?.Revisions ?? []).Select(revision => new RevisionAnswer(revision.Key, revision.Value))],
            Latency = latency,
            Tools = tools.NamesOf(cluster.ClusterId).Count,
            Dropped = [.. (seen?.Dropped ?? []).Select(entry => new DroppedAnswer(
                entry.List.ToWord(), entry.Name is null ? null : UserText.Printable(entry.Name), entry.Problem))],
        };
    }

    // An address may hold a password.
    private static string Plain(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri)
        ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : "";

    private static string Word(DestinationHealth health) => health switch
    {
        DestinationHealth.Healthy => "healthy",
        DestinationHealth.Unhealthy => "unhealthy",
        _ => "unknown",
    };
}
