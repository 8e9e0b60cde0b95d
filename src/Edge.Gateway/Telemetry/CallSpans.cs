using System.Diagnostics;

namespace Edge.Gateway.Telemetry;

/// <summary>The spans of one call that are open.</summary>
internal sealed class CallSpans
{
    /// <summary>The call's own; null where the message is none, or nobody listens.</summary>
    public Activity? Call { get; init; }

    /// <summary>The decision's, while it is being taken.</summary>
    public Activity? Decision { get; set; }
}
