using Microsoft.AspNetCore.Connections;

namespace Edge.Admin.Connections;

/// <summary>
/// Keeps the admin port within reach, regardless of who holds connections to it: one more is always let in, and the oldest that carried no
/// request of a user yet is closed for it. Those of users stay, up to a bound; a user's beyond it are treated like the others. Thread-safe.
/// </summary>
/// <remarks>
/// The stop button must work while something on this machine attacks Edge, and everything on this machine has the same address. A program
/// that shows a token needs a millisecond; to have it closed first, others must open <see cref="MaxUnknown"/> connections meanwhile.
/// </remarks>
internal sealed partial class AdminConnections(TimeProvider clock, ILogger<AdminConnections> logger)
{
    /// <summary>How many connections may be open that carried no request of a user yet.</summary>
    public const int MaxUnknown = 128;

    /// <summary>How many connections of users are kept for them.</summary>
    public const int MaxKnown = 128;

    private static readonly TimeSpan TellAgain = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();

    // The oldest first.
    private readonly LinkedList<AdminConnection> _unknown = [];
    private int _known;
    private long _closed;
    private long? _toldAt;

    /// <summary>Kestrel's connection middleware, before TLS.</summary>
    public ConnectionDelegate Guard(ConnectionDelegate next) => connection => RunAsync(connection, () => next(connection));

    /// <summary>A request of a user came over a connection: it is not closed for others any more, if there is room for it.</summary>
    public void Recognize(AdminConnection connection)
    {
        lock (_gate)
        {
            if (!connection.IsListed || _known == MaxKnown)
                return;
            _unknown.Remove(connection);
            (connection.IsListed, connection.IsKnown) = (false, true);
            _known++;
        }
    }

    private async Task RunAsync(BaseConnectionContext context, Func<Task> next)
    {
        var connection = new AdminConnection(context);
        context.Features.Set(connection);
        var oldest = Enter(connection);
        if (oldest is not null)
        {
            oldest.Close();
            TellClosed();
        }

        try
        {
            await next();
        }
        finally
        {
            Leave(connection);
        }
    }

    // The one to be closed for it; null while there is room.
    private AdminConnection? Enter(AdminConnection connection)
    {
        lock (_gate)
        {
            var oldest = _unknown.Count < MaxUnknown ? null : _unknown.First!.Value;
            if (oldest is not null)
            {
                _unknown.RemoveFirst();
                oldest.IsListed = false;
            }

            _unknown.AddLast(connection);
            connection.IsListed = true;
            return oldest;
        }
    }

    private void Leave(AdminConnection connection)
    {
        lock (_gate)
        {
            if (connection.IsListed)
                _unknown.Remove(connection);
            if (connection.IsKnown)
                _known--;
            (connection.IsListed, connection.IsKnown) = (false, false);
        }
    }

    private void TellClosed()
    {
        long closed;
        lock (_gate)
        {
            _closed++;
            if (_toldAt is { } at && clock.GetElapsedTime(at) < TellAgain)
                return;
            _toldAt = clock.GetTimestamp();
            (closed, _closed) = (_closed, 0);
        }

        Log.Crowded(logger, closed, MaxUnknown);
    }

    private static partial class Log
    {
        [LoggerMessage(411, LogLevel.Warning,
            "Closed {Connections} connections to the admin port without a token: more than {Max} were open.",
            EventName = nameof(Crowded))]
        public static partial void Crowded(ILogger logger, long connections, int max);
    }
}
