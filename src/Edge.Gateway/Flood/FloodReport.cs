using System.Net;
using Edge.Gateway.Logging;

namespace Edge.Gateway.Flood;

/// <summary>Tells the operator of a flood without making one of the log: the first of each kind, then sums. Thread-safe.</summary>
internal sealed partial class FloodReport : IDisposable
{
    private static readonly LogSumOptions EachSecond = new(TimeSpan.FromSeconds(1));

    private readonly LogSum<FloodKind, IPAddress?> _sums;
    private long _refusedRequests;
    private long _refusedConnections;

    /// <summary>Reports to a log.</summary>
    public FloodReport(TimeProvider clock, ILogger<FloodReport> logger) => _sums = new(clock, EachSecond, (kind, address, times) =>
    {
        if (kind == FloodKind.Requests)
            Log.Requests(logger, times.Count, address);
        else
            Log.Connections(logger, times.Count, address);
    });

    private enum FloodKind
    {
        Requests,
        Connections,
    }

    /// <summary>How many requests were refused since the start.</summary>
    public long RefusedRequests => Interlocked.Read(ref _refusedRequests);

    /// <summary>How many connections were refused since the start.</summary>
    public long RefusedConnections => Interlocked.Read(ref _refusedConnections);

    /// <summary>A request was refused.</summary>
    public void RefusedRequest(IPAddress? address)
    {
        Interlocked.Increment(ref _refusedRequests);
        _sums.Add(FloodKind.Requests, address);
    }

    /// <summary>A connection was refused.</summary>
    public void RefusedConnection(IPAddress? address)
    {
        Interlocked.Increment(ref _refusedConnections);
        _sums.Add(FloodKind.Connections, address);
    }

    /// <summary>Logs the sums that wait.</summary>
    public void Dispose() => _sums.Dispose();

    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Warning,
            "Flood: {Count} requests above the limit were rejected, the last one from {Address}.", EventName = nameof(Requests))]
        public static partial void Requests(ILogger logger, long count, IPAddress? address);

        [LoggerMessage(601, LogLevel.Warning,
            "Flood: {Count} connections above the limit of an address were closed, the last one from {Address}.",
            EventName = nameof(Connections))]
        public static partial void Connections(ILogger logger, long count, IPAddress? address);
    }
}
