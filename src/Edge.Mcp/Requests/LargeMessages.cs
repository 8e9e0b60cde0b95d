namespace Edge.Mcp.Requests;

/// <summary>
/// Lets only as many large messages be read and judged at once as leave a processor free: judging one takes up to seconds, and small calls
/// must not wait for it. The others wait in turn, within the memory that bodies may hold. Thread-safe.
/// </summary>
internal sealed class LargeMessages : IDisposable
{
    /// <summary>Messages of up to so many bytes never wait.</summary>
    public const long SmallBytes = SegmentPool.MaxSegmentBytes;

    private readonly SemaphoreSlim _turns;

    /// <summary>As many at once as half of the processors, at least one.</summary>
    public LargeMessages()
        : this(Math.Max(1, Environment.ProcessorCount / 2))
    {
    }

    /// <summary>So many at once.</summary>
    public LargeMessages(int atOnce) => _turns = new SemaphoreSlim(atOnce);

    /// <summary>Waits for the turn of a message of so many bytes; dispose it when the message was read or judged.</summary>
    /// <exception cref="OperationCanceledException">The caller left; no turn is held.</exception>
    public ValueTask<Turn> EnterAsync(long bytes, CancellationToken cancellationToken) =>
        bytes <= SmallBytes ? new ValueTask<Turn>(default(Turn)) : WaitAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _turns.Dispose();

    private async ValueTask<Turn> WaitAsync(CancellationToken cancellationToken)
    {
        await _turns.WaitAsync(cancellationToken).ConfigureAwait(false);
        return new Turn(_turns);
    }

    /// <summary>The turn of one message; a small one holds nothing. Dispose it once.</summary>
    public readonly struct Turn(SemaphoreSlim? turns) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => turns?.Release();
    }
}
