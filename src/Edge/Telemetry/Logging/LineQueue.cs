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
    private int _dropped;
    private int _callersWaiting;
    private bool _isIdle;
    private bool _isClosed;
    private volatile bool _isStuck;
    private long? _wroteAt;

    /// <summary>Starts the writer; <see cref="Bound"/> says what the rest of the parameters mean.</summary>
    public LineQueue(LineOutput output, TimeProvider clock, int capacity, ConsoleLoggerQueueFullMode whenFull)
    {
        _output = output;
        _clock = clock;
        Bound(capacity, whenFull);
        _writer = new Thread(Write) { IsBackground = true, Name = "edge console" };
        _writer.Start();
    }

    private bool IsFull => _waiting.Lines >= _capacity;

    /// <summary>Says how many lines may wait, besides those that are being written, and what becomes of one more.</summary>
    public void Bound(int capacity, ConsoleLoggerQueueFullMode whenFull)
    {
        lock (_gate)
        {
            _capacity = capacity;
            _drops = whenFull == ConsoleLoggerQueueFullMode.DropWrite;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>
    /// Puts a line, with its end, behind the others. Where there is no room it waits for some, or drops the line and counts it. After the end
    /// it writes the line itself.
    /// </summary>
    public void Add(StringBuilder line, bool isError)
    {
        lock (_gate)
        {
            while (IsFull && !_isClosed)
            {
                if (_drops)
                {
                    _dropped++;
                    return;
                }

                _callersWaiting++;
                Monitor.Wait(_gate);
                _callersWaiting--;
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

    /// <summary>Writes what waits, and waits for that as long as <see cref="Patience"/>; lines that come later are written by whoever brings them.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            Monitor.PulseAll(_gate);
        }

        if (!_writer.Join(Patience))
            _isStuck = true;
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
        int dropped;
        lock (_gate)
        {
            (_waiting, _taken) = (_taken, _waiting);
            (dropped, _dropped) = (_dropped, 0);
            if (_callersWaiting > 0)
                Monitor.PulseAll(_gate);
        }

        _taken.MoveTo(_output);
        if (dropped > 0)
            _output.Write($"{dropped} lines of the log were dropped: Logging:Console:MaxQueueLength is the most that may wait{Environment.NewLine}", isError: true);
    }
}
