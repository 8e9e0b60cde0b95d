using System.Net;

namespace Edge.Flood;

/// <summary>Tells the operator of a flood without making one of the log: a line a second for each kind, with the count since the last. Thread-safe.</summary>
internal sealed partial class FloodReport(TimeProvider clock, ILogger<FloodReport> logger)
{
    private readonly Tally _requests = new(clock);
    private readonly Tally _connections = new(clock);

    /// <summary>How many requests were refused since the start.</summary>
    public long RefusedRequests => _requests.Total;

    /// <summary>How many connections were refused since the start.</summary>
    public long RefusedConnections => _connections.Total;

    /// <summary>A request was refused.</summary>
    public void RefusedRequest(IPAddress? address)
    {
        if (_requests.Count() is { } count)
            Log.Requests(logger, count, address);
    }

    /// <summary>A connection was refused.</summary>
    public void RefusedConnection(IPAddress? address)
    {
        if (_connections.Count() is { } count)
            Log.Connections(logger, count, address);
    }

    private static partial class Log
    {
        [LoggerMessage(600, LogLevel.Warning, "Flood: {Count} requests more than may come at once were refused, the last one from {Address}.", EventName = nameof(Requests))]
        public static partial void Requests(ILogger logger, long count, IPAddress? address);

        [LoggerMessage(601, LogLevel.Warning, "Flood: {Count} connections more than an address may hold were closed, the last one from {Address}.", EventName = nameof(Connections))]
        public static partial void Connections(ILogger logger, long count, IPAddress? address);
    }
}
