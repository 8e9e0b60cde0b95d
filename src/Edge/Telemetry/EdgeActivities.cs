using System.Diagnostics;

namespace Edge.Telemetry;

/// <summary>The source of Edge's spans. Names are an interface: dashboards depend on them.</summary>
internal static class EdgeActivities
{
    /// <summary>The name of source and meter.</summary>
    public const string Name = "Edge";

    /// <summary>The source.</summary>
    public static readonly ActivitySource Source = new(Name, TelemetryServices.Version);
}
