using Edge.Enforcement;

namespace Edge.Configuration;

/// <summary>Says in words for people what is wrong with YARP's configuration.</summary>
internal static class StartRoutes
{
    /// <summary>Refuses a configuration without any route: nothing would ever be forwarded.</summary>
    /// <exception cref="StartupException">There is none.</exception>
    public static void RequireOne(IConfiguration configuration)
    {
        const string Key = "ReverseProxy:Routes";
        if (!configuration.GetSection(Key).GetChildren().Any())
            throw new StartupException([new SettingError(SettingPlaces.Find(configuration, Key), "config_no_routes", Key, "expected at least one route, found none").ToString()]);
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
