using Edge.Gateway.Calls;
using Edge.Gateway.Telemetry.Metrics;

namespace Edge.Gateway.Telemetry;

/// <summary>The times of a request whose overhead is measured. Not thread-safe; it belongs to its request.</summary>
internal sealed class MeasuredRequest(EdgeMetrics metrics, TimeProvider clock) : RequestTimes(clock)
{
    /// <summary>The answer begins.</summary>
    public void AnswerBegins()
    {
        if (Server is { } server)
            metrics.AnswerBegan(server, Own);
    }
}
