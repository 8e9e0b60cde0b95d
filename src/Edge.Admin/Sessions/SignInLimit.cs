using System.Net;
using Edge.Mcp.Requests;

namespace Edge.Admin.Sessions;

/// <summary>
/// Bounds the wrong tokens that are told in the log: a few a minute from one network, some more from all together. A token cannot be
/// guessed, and a user who has one is let in whatever others tried. Thread-safe.
/// </summary>
internal sealed class SignInLimit(TimeProvider clock)
{
    /// <summary>How many wrong tokens one network may show a minute.</summary>
    public const int PerNetwork = 10;

    /// <summary>How many all together.</summary>
    public const int Overall = 100;

    private readonly Lock _gate = new();
    private readonly Dictionary<ClientNetwork, int> _failures = [];
    private long _minute;
    private int _all;

    /// <summary>Whether another wrong token from there is told.</summary>
    public bool Allows(IPAddress? address)
    {
        lock (_gate)
        {
            Turn();
            return _all < Overall && _failures.GetValueOrDefault(ClientNetwork.Of(address)) < PerNetwork;
        }
    }

    /// <summary>A wrong token was shown.</summary>
    public void Failed(IPAddress? address)
    {
        lock (_gate)
        {
            Turn();
            var network = ClientNetwork.Of(address);
            _failures[network] = _failures.GetValueOrDefault(network) + 1;
            _all++;
        }
    }

    private void Turn()
    {
        var minute = clock.GetUtcNow().Ticks / TimeSpan.TicksPerMinute;
        if (minute == _minute)
            return;
        _minute = minute;
        _all = 0;
        _failures.Clear();
    }
}
