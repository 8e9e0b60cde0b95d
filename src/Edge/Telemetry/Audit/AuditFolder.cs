namespace Edge.Telemetry.Audit;

/// <summary>The folder of one chain: the file that is written to, its successors, and the head beside them. Not thread-safe.</summary>
internal sealed class AuditFolder : IDisposable
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _path;
    private readonly long _maxFileBytes;
    private readonly OpenAuditFile _open;
    private readonly TimeProvider _clock;
    private readonly FileStream _lock;
    private AuditFileName? _name;
    private IAuditFile? _file;
    private long _length;

    private AuditFolder(string path, long maxFileBytes, OpenAuditFile open, TimeProvider clock, FileStream held)
    {
        _path = path;
        _maxFileBytes = maxFileBytes;
        _open = open;
        _clock = clock;
        _lock = held;
    }

    /// <summary>Opens a folder, or makes it, for this process alone, and finds where its chain goes on.</summary>
    /// <exception cref="IOException">It cannot be read or written, or another Edge writes to it.</exception>
    /// <exception cref="InvalidDataException">Its last line is no record: a chain cannot go on from there.</exception>
    public static AuditFolder Open(string path, long maxFileBytes, OpenAuditFile open, TimeProvider clock, out AuditOpening opening)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode);
        // Two writers would break the chain; the lock ends with the process, however it ends.
        var folder = new AuditFolder(path, maxFileBytes, open, clock, DiskAuditFile.Create(Path.Combine(path, "audit.lock"), FileMode.OpenOrCreate, FileShare.None));
        try
        {
            opening = folder.FindHead();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Writes lines behind those that are there, in a new file where the day or the size asks for one. What failed may be tried again.</summary>
    /// <param name="lines">Whole lines.</param>
    /// <param name="first">The number of the first.</param>
    /// <param name="sync">Whether to return only when they are on the disk.</param>
    /// <returns>Whether a file was begun.</returns>
    public bool Write(ReadOnlySpan<byte> lines, long first, bool sync)
    {
        var begun = Prepare(first);
        _file!.Write(_length, lines);
        if (sync)
            _file.Sync();
        _length += lines.Length;
        return begun;
    }

    /// <summary>Puts everything on the disk, then the head beside it. False when the file has gone since it was begun: a new one follows.</summary>
    public bool WriteHead(AuditHead head)
    {
        var gone = _name is not null && !File.Exists(_name.Path);
        if (gone)
            Leave();
        _file?.Sync();
        AuditHeadFile.Write(_path, head);
        return !gone;
    }

    /// <summary>Lets go of the file after something failed; the next attempt opens it anew.</summary>
    public void Suspend()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        Suspend();
        _lock.Dispose();
    }

    private bool Prepare(long first)
    {
        var today = DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime);
        if (_name is not null && _name.Day >= today && _length < _maxFileBytes && Reopen())
            return false;
        _file?.Sync();
        var name = AuditFileName.Make(_path, first, today);
        var file = _open(name.Path);
        if (file.Length > 0)
        {
            file.Dispose();
            throw new IOException($"'{name.Name}' is there already.");
        }

        Leave();
        (_name, _file, _length) = (name, file, 0);
        return true;
    }

    // False when the file has become shorter than what was written to it: it was removed or cut off meanwhile.
    private bool Reopen()
    {
        if (_file is not null)
            return true;
        var file = File.Exists(_name!.Path) ? _open(_name.Path) : null;
        if (file?.Length >= _length)
        {
            _file = file;
            return true;
        }

        file?.Dispose();
        return false;
    }

    private void Leave()
    {
        Suspend();
        _name = null;
        _length = 0;
    }

    private AuditOpening FindHead()
    {
        AuditHead? last = null;
        string? tornFile = null;
        var tornBytes = 0L;
        foreach (var name in AuditFileName.List(_path).Reverse())
        {
            var tail = AuditTail.Read(name.Path);
            if (tail.Torn > 0)
            {
                (tornFile, tornBytes) = (name.Name, tail.Torn);
                using var file = _open(name.Path);
                file.Truncate(tail.Complete);
            }

            last = tail.Last;
            if (last is null)
                continue;
            (_name, _length) = (name, tail.Complete);
            break;
        }

        var files = last ?? AuditHead.None;
        // The head is written after the records, so files that end before it have lost some: the chain goes on from the head, and the gap stays visible.
        if (AuditHeadFile.Read(_path) is not { } head || head.Count <= files.Count)
            return new AuditOpening(files, tornFile, tornBytes, files.Count);
        Leave();
        return new AuditOpening(head, tornFile, tornBytes, files.Count);
    }
}
