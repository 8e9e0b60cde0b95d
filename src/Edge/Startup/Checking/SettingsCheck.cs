using Edge.Admin;
using Edge.Gateway.Callers;
using Edge.Gateway.Enforcement;
using Edge.Gateway.Policies;
using Edge.Gateway.Settings;
using Edge.Telemetry;
using Yarp.ReverseProxy.Configuration;

namespace Edge.Startup.Checking;

/// <summary>
/// Checks settings with everything that they name, as a start would, and touches nothing: no key is made, no port opened.
/// </summary>
internal static class SettingsCheck
{
    /// <summary>Checks the settings as a start would find them here.</summary>
    /// <exception cref="StartupException">The settings file cannot be read.</exception>
    public static Task<IReadOnlyList<Finding>> RunAsync()
    {
        var builder = EdgeApplication.CreateBuilder([]);
        return RunAsync(builder.Configuration, builder.Environment.ContentRootPath, "settings");
    }

    /// <summary>Checks one settings file alone; relative paths in it are relative to its folder.</summary>
    /// <exception cref="StartupException">It cannot be read.</exception>
    public static Task<IReadOnlyList<Finding>> RunAsync(string file)
    {
        var path = Path.GetFullPath(file);
        var directory = Path.GetDirectoryName(path)!;
        try
        {
            var configuration = new ConfigurationBuilder().SetBasePath(directory)
                .AddJsonFile(Path.GetFileName(path), optional: false, reloadOnChange: false).Build();
            return RunAsync(configuration, directory, file);
        }
        catch (InvalidDataException e)
        {
            throw SettingsFile.Explain(e, directory);
        }
    }

    private static async Task<IReadOnlyList<Finding>> RunAsync(IConfiguration configuration, string directory, string subject)
    {
        var errors = new List<string>();
        var findings = new List<Finding>();
        EdgeSettings? settings = null;
        Try(errors, () => settings = EdgeSettings.Read(configuration));
        Try(errors, () => OtlpSettings.Read(configuration));
        Try(errors, () => StartRoutes.Check(configuration));
        Try(errors, () => StartLogLevels.Check(configuration));
        Try(errors, () => StartCertificates.Check(configuration, directory));
        var routes = errors.Count == 0;
        if (settings is not null)
            findings.AddRange(
                settings.Policies.Select(policy => FileCheck.Policy(policy.Value, policy.Key, directory, settings.LimitDigits)));
        if (settings is not null && findings.TrueForAll(finding => finding.Errors.Count == 0))
        {
            var policies = LoadedPolicies.Load(settings.Policies, directory, settings.LimitDigits).Catalog;
            if (routes)
                errors.AddRange(await RoutesAsync(configuration, settings, policies));
            if (settings.Grants.File is not null || settings.Grants.Credentials.Count > 0)
                findings.Add(Grants(new GrantLoader(settings.Grants, directory, policies, () => GrantSettings.ServersOf(configuration))));
        }

        return [new Finding(subject, "valid", errors, []), .. findings];
    }

    private static Finding Grants(GrantLoader loader)
    {
        var load = loader.Load();
        var count = load.Snapshot?.Grants.Length ?? 0;
        var verdict = loader.Path is null ? "valid" : $"valid, {count} {(count == 1 ? "grant" : "grants")}";
        return new Finding(loader.Path ?? "credentials of servers", verdict, load.Errors, load.Warnings);
    }

    // YARP's own validators, and Edge's, on the configuration as YARP reads it.
    private static async Task<IEnumerable<string>> RoutesAsync(IConfiguration configuration, EdgeSettings settings, PolicyCatalog policies)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton(configuration);
        services.AddReverseProxy().LoadFromConfig(configuration.GetSection("ReverseProxy"));
        await using var provider = services.BuildServiceProvider();
        var validator = provider.GetRequiredService<IConfigValidator>();
        var proxy = provider.GetRequiredService<IProxyConfigProvider>().GetConfig();
        var own = new OwnAddresses(AdminSettingsReader.Read(configuration), configuration);
        var mistakes = new List<Exception>();
        foreach (var route in proxy.Routes)
            mistakes.AddRange([.. RouteValidator.Validate(route, policies, settings.Wire), .. await validator.ValidateRouteAsync(route)]);
        foreach (var cluster in proxy.Clusters)
            mistakes.AddRange([.. RouteValidator.Validate(cluster, own), .. await validator.ValidateClusterAsync(cluster)]);
        return mistakes.Count == 0 ? [] : StartRoutes.Explain(new AggregateException(mistakes), configuration).Lines;
    }

    private static void Try(List<string> errors, Action read)
    {
        try
        {
            read();
        }
        catch (StartupException e)
        {
            errors.AddRange(e.Lines.Except(errors));
        }
    }
}
