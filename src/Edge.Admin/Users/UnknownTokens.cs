using System.Net;
using Edge.Gateway.Logging;

namespace Edge.Admin.Users;

/// <summary>
/// Logs tokens that no user has: somebody guesses, or a program kept an old one. In sums, however many come. Thread-safe.
/// </summary>
internal sealed partial class UnknownTokens : IDisposable
{
    private readonly LogSum<string, IPAddress?> _sum;

    /// <summary>Logs to <paramref name="logger"/>; what is summed waits by <paramref name="clock"/>.</summary>
    public UnknownTokens(TimeProvider clock, ILogger<UnknownTokens> logger) =>
        _sum = new(clock, LogSumOptions.Condition, (_, address, times) => Refused(logger, address, times));

    /// <summary>A request had one.</summary>
    public void Add(HttpContext context) => _sum.Add("", context.Connection.RemoteIpAddress);

    /// <inheritdoc />
    public void Dispose() => _sum.Dispose();

    [LoggerMessage(
        412, LogLevel.Warning, "Refused a request from {Address} to the admin port: its token is no user's{Times}.",
        EventName = nameof(Refused))]
    private static partial void Refused(ILogger logger, IPAddress? address, Occurrences times);
}
