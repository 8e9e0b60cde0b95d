using Edge.Gateway.Routes;
using Edge.Gateway.Settings;
using Edge.Policy.Text;

namespace Edge.Startup;

/// <summary>Says in words for people what is wrong with YARP's configuration.</summary>
internal static class StartRoutes
{
    private const string Routes = "ReverseProxy:Routes";
    private const string Clusters = "ReverseProxy:Clusters";

    /// <summary>Refuses a configuration without any route, or with one that leads nowhere: YARP would take it and answer 503.</summary>
    /// <exception cref="StartupException">It is such a configuration.</exception>
    public static void Check(IConfiguration configuration)
    {
        var routes = configuration.GetSection(Routes).GetChildren().ToList();
        if (routes.Count == 0)
            throw new StartupException(
                [new SettingError(SettingPlaces.Find(configuration, Routes), "config_no_routes", Routes,
                    "expected at least one route, found none").ToString()]);
        var clusters = configuration.GetSection(Clusters).GetChildren().Select(c => c.Key).ToList();
        var lost = routes.Where(r => r["ClusterId"] is { } cluster && !clusters.Contains(cluster))
            .Select(r => Lost(configuration, r.Key, r["ClusterId"]!, clusters)).ToList();
        lost.AddRange(configuration.GetSection(Clusters).GetChildren().SelectMany(c => c.GetSection("Destinations").GetChildren())
            .Where(d => d["Address"] is { } address && !IsAddress(address))
            .Select(d => Unreachable(configuration, $"{d.Path}:Address", d["Address"]!)));
        if (lost.Count > 0)
            throw new StartupException(lost);
    }

    private static bool IsAddress(string text) => Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https";

    private static string Unreachable(IConfiguration configuration, string key, string address) => new SettingError(
        SettingPlaces.Find(configuration, key), "cluster_address", key,
        $"expected the address of a server such as 'https://mcp.example.com/', found '{ShownAddress.Of(address)}'").ToString();

    private static string Lost(IConfiguration configuration, string route, string cluster, List<string> clusters)
    {
        var key = $"{Routes}:{route}:ClusterId";
        var expected = string.Join(", ", clusters.Select(c => $"'{c}'"));
        return new SettingError(
            SettingPlaces.Find(configuration, key), "route_unknown_cluster", key,
            $"route '{route}' leads to the unknown cluster '{cluster}'; expected one "
                + $"of {expected}{Spelling.Hint(cluster, clusters)}").ToString();
    }

    /// <summary>Every mistake inside the exception with which YARP refused its configuration, each with its place.</summary>
    public static StartupException Explain(Exception refused, IConfiguration configuration) =>
        new([.. Leaves(refused).Select(e => Line(e, configuration)).Distinct()]);

    private static string Line(Exception mistake, IConfiguration configuration)
    {
        var (key, code) = mistake is RouteException route ? (route.Key, route.Code) : ("ReverseProxy", "config_proxy");
        return new SettingError(SettingPlaces.Find(configuration, key), code, key, mistake.Message.TrimEnd('.')).ToString();
    }

    private static IEnumerable<Exception> Leaves(Exception e) => e switch
    {
        AggregateException many => many.InnerExceptions.SelectMany(Leaves),
        { InnerException: { } inner } => Leaves(inner),
        _ => [e],
    };
}
