using System.Buffers;
using Edge.Gateway.Keys;

namespace Edge.Gateway.Audit;

/// <summary>
/// Writes the records of one chain, off the requests' path: any number of callers add, one loop writes. Adding is thread-safe.
/// </summary>
/// <remarks>
/// The loop: (1) take what waits, up to a batch, and link it to the chain; (2) write it at once, with one fsync for all where records are
/// durable; (3) tell those who wait; (4) twice a second, look whether the folder is still there; (5) each minute, put everything on the
/// disk and export the head. What fails is tried again each second, the same bytes at the same place, so that a full disk needs no
/// restart and leaves no gap.
/// </remarks>
internal sealed partial class AuditWriter : IHostedService, IAsyncDisposable
{
    private const int MaxBatchBytes = 256 * 1024;

    private static readonly TimeSpan HeadPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookPeriod = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan LastMoment = TimeSpan.FromSeconds(5);

    private readonly AuditSettings _settings;
    private readonly byte[] _key;
    private readonly string _path;
    private readonly OpenAuditFile _open;
    private readonly TimeProvider _clock;
    private readonly AuditExport _export;
    private readonly ILogger<AuditWriter> _logger;
    private readonly AuditQueue _queue;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ArrayBufferWriter<byte> _lines = new(MaxBatchBytes);
    private readonly List<TaskCompletionSource<bool>> _waiting = [];
    private readonly int _batchBytes;
    private AuditFolder? _folder;
    private AuditChain? _chain;
    private readonly AuditDisk _disk = new();
    private ITimer? _timer;
    private ITimer? _looks;
    private Task _loop = Task.CompletedTask;
    private AuditHead _head = AuditHead.None;
    private AuditHead _exported = AuditHead.None;
    private long _records;
    private long _dropped;
    private long _refused;
    private bool _lookDue;
    private bool _minutePassed;
    private bool _stopped;

    public AuditWriter(
        AuditSettings settings, EdgeKeys keys, IHostEnvironment environment, OpenAuditFile open, TimeProvider clock, AuditExport export,
            ILogger<AuditWriter> logger)
    {
        _settings = settings;
        _key = keys.Signing(KeyPurpose.Audit);
        _path = Path.Combine(environment.ContentRootPath, settings.Path
            ?? throw new ArgumentException("Nothing is recorded.", nameof(settings)));
        _open = open;
        _clock = clock;
        _export = export;
        _logger = logger;
        _queue = new AuditQueue(settings.QueueSize);
        _batchBytes = (int)Math.Min(MaxBatchBytes, settings.MaxFileBytes);
    }

    /// <summary>Where the written chain stands. For metrics.</summary>
    public AuditHead Head => Volatile.Read(ref _head);

    /// <summary>How many records were written since the start. For metrics.</summary>
    public long Records => Interlocked.Read(ref _records);

    /// <summary>How many records are missing because they could not be written. For metrics.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>How many calls were refused because they could not be recorded. For metrics.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    /// <summary>How many records wait to be written. For metrics.</summary>
    public int Waiting => _queue.Waiting;

    /// <summary>Whether the last write failed.</summary>
    public bool IsFailing => _disk.IsFailing;

    /// <summary>Completes with the next write that fails; complete while writes fail.</summary>
    public Task Failure => _disk.Failure;

    /// <summary>Whether a decision could be added now.</summary>
    public bool IsReady => !_disk.IsFailing && !_queue.IsFull;

    /// <summary>Opens the folder and begins to write.</summary>
    /// <exception cref="IOException">The folder cannot be used, or another Edge uses it.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be used.</exception>
    /// <exception cref="InvalidDataException">The chain cannot go on from what is in it.</exception>
    public void Open()
    {
        _folder = AuditFolder.Open(_path, _settings.MaxFileBytes, _open, _clock, out var opening);
        _chain = new AuditChain(_key, opening.Head);
        _head = opening.Head;
        foreach (var path in opening.Closed)
            Log.Closed(_logger, path);
        if (opening.TornFile is not null)
            Log.Torn(_logger, opening.TornFile, opening.TornBytes);
        if (opening.FileCount < opening.Head.Count)
            Log.Missing(_logger, opening.FileCount + 1, opening.Head.Count);
        RemoveOld();
        Log.Opened(_logger, _path, opening.Head.Count, opening.Head.Mac);
        _timer = _clock.CreateTimer(static queue => ((AuditQueue)queue!).Tick(), _queue, HeadPeriod, HeadPeriod);
        _looks = _clock.CreateTimer(static queue => ((AuditQueue)queue!).Look(), _queue, LookPeriod, LookPeriod);
        _loop = Task.Run(RunAsync);
    }

    /// <summary>Puts a record behind the others; false when there is no room, unless <paramref name="always"/>, or after the end.</summary>
    public bool TryAdd(in AuditEntry entry, bool always) => _queue.TryAdd(entry, always);

    /// <summary>Notes that records will be missing.</summary>
    public void CountDropped(int records) => Interlocked.Add(ref _dropped, records);

    /// <summary>Notes that a call was refused.</summary>
    public void CountRefused() => Interlocked.Increment(ref _refused);

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Writes what waits, and the head; what cannot be written at once is given up.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (_stopped)
            return;
        _stopped = true;
        foreach (var timer in (ITimer?[])[_timer, _looks])
        {
            if (timer is not null)
                await timer.DisposeAsync();
        }

        _queue.Close();
        await _stopping.CancelAsync();
        await _loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        // Calls may have used the shutdown's time up; their records still get a moment of their own.
        await _loop.WaitAsync(LastMoment, _clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_loop.IsCompleted)
        {
            Log.NotFlushed(_logger, _queue.Waiting);
            return;
        }

        _folder?.Dispose();
        _chain?.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await _queue.WaitAsync())
            {
                var first = _chain!.Count + 1;
                Gather();
                if (!await DoneAsync(() => Commit(first))
                    || _lookDue && !await DoneAsync(Look)
                    || _minutePassed && !await DoneAsync(ExportHead))
                    return;
                _minutePassed = _lookDue = false;
            }

            await DoneAsync(ExportHead);
        }
        catch (Exception e)
        {
            // A defect of Edge's own: from here on nothing can be recorded, and calls are treated as the settings say.
            Log.Broke(_logger, e);
            _disk.Fail();
            _queue.Close();
            GiveUp();
        }
    }

    // 1: take and link
    private void Gather()
    {
        while (_lines.WrittenCount < _batchBytes && _queue.TryTake(out var entry))
        {
            if (!entry.IsRecord)
            {
                _minutePassed |= entry.Kind == AuditEntryKind.Tick;
                _lookDue |= entry.Kind == AuditEntryKind.Look;
                continue;
            }

            _chain!.Append(entry.Kind, entry.Members, _lines);
            if (entry.Committed is { } committed)
                _waiting.Add(committed);
            entry.Release();
        }
    }

    // 2, 3: write and tell
    private void Commit(long first)
    {
        if (_lines.WrittenCount == 0)
            return;
        var begun = _folder!.Write(_lines.WrittenSpan, first, _settings.Durable);
        TellGone();
        Interlocked.Add(ref _records, _chain!.Count - first + 1);
        Volatile.Write(ref _head, _chain.Head);
        Tell(true);
        _export.Send(_lines.WrittenSpan);
        _lines.ResetWrittenCount();
        if (begun)
            RemoveOld();
    }

    // Tries until it is done, or until Edge ends. False when it was given up.
    private async Task<bool> DoneAsync(Action work)
    {
        while (true)
        {
            var last = _stopping.IsCancellationRequested;
            if (Try(work))
                return true;
            if (last)
            {
                GiveUp();
                return false;
            }

            await Task.Delay(RetryDelay, _clock, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private bool Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _folder!.Suspend();
            // Those who wait, in this batch or behind it, must not wait for a disk that may stay full; their lines are written when there
            // is room.
            if (_disk.Fail())
                Log.Failing(_logger, e.Message, _settings.OnFailure == AuditFailureMode.Deny ? "refused" : "not recorded");
            Tell(false);
            return false;
        }

        if (_disk.Recover())
            Log.Recovered(_logger);
        return true;
    }

    private void Tell(bool committed)
    {
        foreach (var waiting in _waiting)
            waiting.TrySetResult(committed);
        _waiting.Clear();
    }

    private void GiveUp()
    {
        var lost = _chain!.Count - Head.Count;
        Tell(false);
        while (_queue.TryTake(out var entry))
        {
            if (!entry.IsRecord)
                continue;
            lost++;
            entry.Committed?.TrySetResult(false);
            entry.Release();
        }

        _lines.ResetWrittenCount();
        if (lost == 0)
            return;
        Interlocked.Add(ref _dropped, lost);
        Log.Lost(_logger, lost);
    }
}
