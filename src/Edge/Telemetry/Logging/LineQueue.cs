using System.Text;
using Microsoft.Extensions.Logging.Console;

namespace Edge.Telemetry.Logging;

/// <summary>
/// The lines that wait for the one thread that writes them. A line that comes while nothing is written is written at once; the writer then
/// pauses, so that the lines of a busy moment gather and leave in one write. Thread-safe.
/// </summary>
internal sealed class LineQueue : IDisposable
{
    /// <summary>The pause after a write: the longest that a line waits for a console that takes it.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    /// <summary>How long a caller waits for room where <see cref="ConsoleLoggerQueueFullMode.Wait"/> is set.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    /// <summary>How long the end waits for a console that takes nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    // An object and no Lock: it is waited on.
    private readonly object _gate = new();
    private readonly Lock _writing = new();
    private readonly LineOutput _output;
    private readonly TimeProvider _clock;
    private readonly Thread _writer;
    private LineBatch _waiting = new();
    private LineBatch _taken = new();
    private int _capacity;
    private bool _drops;
    private bool _isStalled;
    private long _dropped;
    private long _told;
    private int _callersWaiting;
    private bool _isIdle;
    private bool _isClosed;
    private volatile bool _isStuck;
    private long? _wroteAt;

    /// <summary>Starts the writer; <see cref="Limit"/> says what the rest of the parameters mean.</summary>
    public LineQueue(LineOutput output, TimeProvider clock, int capacity, ConsoleLoggerQueueFullMode whenFull)
    {
        _output = output;
        _clock = clock;
        Limit(capacity, whenFull);
        _writer = new Thread(Write) { IsBackground = true, Name = "edge console" };
        _writer.Start();
    }

    /// <summary>How many lines were dropped since the start.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    private bool IsFull => _waiting.Lines >= _capacity;

    /// <summary>Says how many lines may wait, besides those that are being written, and what becomes of one more.</summary>
    public void Limit(int capacity, ConsoleLoggerQueueFullMode whenFull)
    {
        lock (_gate)
        {
            _capacity = capacity;
            _drops = whenFull == ConsoleLoggerQueueFullMode.DropWrite;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Puts a line, with its end, behind the others. Where there is no room it drops the line and counts it; if it may wait for room, it
    /// waits for <see cref="Bound"/> once, and then for nothing until the console takes lines again. After the end it writes the line
    /// itself.
    /// </summary>
    public void Add(StringBuilder line, bool isError)
    {
        lock (_gate)
        {
            if (!HasRoom())
            {
                Interlocked.Increment(ref _dropped);
                return;
            }

            _waiting.Add(line, isError);
            if (!_isClosed)
            {
                // Only a writer that has nothing to do, or must not pause any longer, is woken.
                if (_isIdle || IsFull)
                    Monitor.PulseAll(_gate);
                return;
            }
        }

        WriteHere();
    }

    /// <summary>
    /// Writes what waits, and waits for that as long as <see cref="Patience"/>; lines that come later are written by whoever brings them.
    /// </summary>
    public void Dispose()
    {
        lock (_gate)
        {
            // The host and the process both end it; who comes second has nothing to wait for.
            if (_isClosed)
                return;
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        if (!_writer.Join(Patience))
            _isStuck = true;
    }

    // Holds _gate.
    private bool HasRoom()
    {
        var began = IsFull ? _clock.GetTimestamp() : 0;
        while (IsFull && !_isClosed)
        {
            var rest = _drops || _isStalled ? TimeSpan.Zero : Bound - _clock.GetElapsedTime(began);
            if (rest <= TimeSpan.Zero)
            {
                _isStalled = !_drops;
                return false;
            }

            _callersWaiting++;
            Monitor.Wait(_gate, rest);
            _callersWaiting--;
        }

        return true;
    }

    private void WriteHere()
    {
        if (_isStuck || !_writing.TryEnter(Patience))
            return;
        try
        {
            WriteWaiting();
        }
        finally
        {
            _writing.Exit();
        }
    }

    private void Write()
    {
        while (Await())
        {
            // Counted from the beginning: a write that takes long lets lines gather by itself.
            _wroteAt = _clock.GetTimestamp();
            lock (_writing)
                WriteWaiting();
        }
    }

    /// <summary>Waits until lines are to be written; false when none will come any more.</summary>
    /// <remarks>1. The pause, which a full queue and the end cut short. 2. Until there is a line.</remarks>
    private bool Await()
    {
        lock (_gate)
        {
            // 1. The pause
            while (_wroteAt is { } at && Pause - _clock.GetElapsedTime(at) is var rest && rest > TimeSpan.Zero && !IsFull && !_isClosed)
                Monitor.Wait(_gate, (int)Math.Ceiling(rest.TotalMilliseconds));

            // 2. A line
            while (_waiting.Lines == 0 && !_isClosed)
            {
                _isIdle = true;
                Monitor.Wait(_gate);
                _isIdle = false;
            }

            return _waiting.Lines > 0;
        }
    }

    // Holds _writing.
    private void WriteWaiting()
    {
        long dropped;
        lock (_gate)
        {
            (_waiting, _taken) = (_taken, _waiting);
            dropped = Dropped - _told;
            _told += dropped;
            _isStalled = false;
            if (_callersWaiting > 0)
                Monitor.PulseAll(_gate);
        }

        _taken.MoveTo(_output);
        if (dropped > 0)
        {
            _output.Write(
                $"{dropped} lines of the log were dropped: the console took nothing, and Logging:Console:MaxQueueLength is the most "
                    + $"that may wait"
                + Environment.NewLine, isError: true);
        }
    }
}
