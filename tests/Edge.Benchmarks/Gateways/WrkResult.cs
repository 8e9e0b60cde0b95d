namespace Edge.Benchmarks.Gateways;

/// <summary>What wrk saw; latencies in microseconds.</summary>
internal sealed record WrkResult(long Requests, long Microseconds, long Bytes, long Failures, double P50, double P99, double P999)
{
    /// <summary>Answers a second.</summary>
    public double PerSecond => Requests * 1e6 / Microseconds;

    /// <summary>Bytes of an answer, its head included.</summary>
    public double AnswerBytes => (double)Bytes / Requests;
}
