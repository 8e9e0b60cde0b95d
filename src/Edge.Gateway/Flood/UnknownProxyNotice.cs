using System.Net;

namespace Edge.Gateway.Flood;

/// <summary>
/// Notices that callers come through a proxy that nobody told Edge about: every limit by address would count the proxy. Thread-safe.
/// </summary>
internal sealed partial class UnknownProxyNotice(RequestDelegate next, KnownProxies proxies, ILogger<UnknownProxyNotice> logger)
{
    private int _told;

    /// <summary>Says so once, and goes on.</summary>
    public Task InvokeAsync(HttpContext context)
    {
        if (_told == 0 && context.Request.Headers.ContainsKey("X-Forwarded-For")
            && !proxies.Contains(context.Connection.RemoteIpAddress) && Interlocked.Exchange(ref _told, 1) == 0)
            Log.UnknownProxy(logger, context.Connection.RemoteIpAddress);
        return next(context);
    }

    private static partial class Log
    {
        [LoggerMessage(602, LogLevel.Warning,
            "{Address} sends X-Forwarded-For, which Edge ignores: if it is your proxy, add it to Edge:Wire:KnownProxies; otherwise all its "
            + "callers count as one address.", EventName = nameof(UnknownProxy))]
        public static partial void UnknownProxy(ILogger logger, IPAddress? address);
    }
}
