using System.Diagnostics;
using System.Reflection;

namespace Edge.Gateway.Telemetry;

/// <summary>The source of Edge's spans. Names are an interface: dashboards depend on them.</summary>
internal static class EdgeActivities
{
    /// <summary>The name of source and meter.</summary>
    public const string Name = "Edge";

    /// <summary>The version of this build, for resource, source and meter.</summary>
    public static readonly string Version =
        typeof(EdgeActivities).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The source.</summary>
    public static readonly ActivitySource Source = new(Name, Version);
}
