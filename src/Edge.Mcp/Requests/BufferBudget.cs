namespace Edge.Mcp.Requests;

/// <summary>
/// Counts the bytes that request bodies and lists hold, over all requests and by client, as they are rented. Thread-safe.
/// </summary>
internal sealed class BufferBudget(long maxBytes)
{
    /// <summary>One client address may hold this fraction of the whole, so that one caller cannot shut out the others.</summary>
    public const int SharesPerAddress = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<ClientNetwork, long> _held = [];
    private readonly long _maxPerClient = maxBytes / SharesPerAddress;
    private long _total;

    /// <summary>The bytes held now by everybody.</summary>
    public long Held
    {
        get
        {
            lock (_gate)
                return _total;
        }
    }

    /// <summary>How many clients hold something now: those who hold nothing are not remembered.</summary>
    public int Clients
    {
        get
        {
            lock (_gate)
                return _held.Count;
        }
    }

    /// <summary>Takes <paramref name="bytes"/> for a client, all or none; false if it or everybody would hold too much.</summary>
    public bool TryTake(ClientNetwork client, long bytes)
    {
        lock (_gate)
        {
            var held = _held.GetValueOrDefault(client);
            if (bytes > _maxPerClient - held || bytes > maxBytes - _total)
                return false;
            _held[client] = held + bytes;
            _total += bytes;
            return true;
        }
    }

    /// <summary>
    /// Takes <paramref name="bytes"/> for a client whatever is held: for what is too little to be refused, and is counted all the same.
    /// </summary>
    public void Take(ClientNetwork client, long bytes)
    {
        lock (_gate)
        {
            _held[client] = _held.GetValueOrDefault(client) + bytes;
            _total += bytes;
        }
    }

    /// <summary>Gives back what <see cref="TryTake"/> or <see cref="Take"/> took.</summary>
    public void Return(ClientNetwork client, long bytes)
    {
        lock (_gate)
        {
            var held = _held[client] - bytes;
            ArgumentOutOfRangeException.ThrowIfNegative(held);
            if (held == 0)
                _held.Remove(client);
            else
                _held[client] = held;
            _total -= bytes;
        }
    }
}
