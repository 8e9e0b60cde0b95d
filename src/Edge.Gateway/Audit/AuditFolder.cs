namespace Edge.Gateway.Audit;

/// <summary>The folder of one chain: the file that is written to, its successors, and the head beside them. Not thread-safe.</summary>
internal sealed class AuditFolder : IDisposable
{
    private const UnixFileMode FolderMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private const string LockName = "audit.lock";

    private readonly string _path;
    private readonly long _maxFileBytes;
    private readonly OpenAuditFile _open;
    private readonly TimeProvider _clock;
    private FileStream _lock;
    private bool _isGone;
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
    /// <exception cref="AuditUnsafeException">Others can change what is in it, or its head is none.</exception>
    /// <exception cref="InvalidDataException">Its last line is no record: a chain cannot go on from there.</exception>
    public static AuditFolder Open(string path, long maxFileBytes, OpenAuditFile open, TimeProvider clock, out AuditOpening opening)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path);
        else
            Directory.CreateDirectory(path, FolderMode);
        var closed = AuditFolderCheck.Run(path);
        // Two writers would break the chain; the lock ends with the process, however it ends.
        var folder = new AuditFolder(path, maxFileBytes, open, clock, Lock(path));
        try
        {
            opening = folder.FindHead() with { Closed = closed };
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Writes lines behind those that are there, in a new file where the day or the size asks for one. What failed may be tried again.
    /// </summary>
    /// <param name="lines">Whole lines.</param>
    /// <param name="first">The number of the first.</param>
    /// <param name="sync">Whether to return only when they are on the disk.</param>
    /// <returns>Whether a file was begun.</returns>
    public bool Write(ReadOnlySpan<byte> lines, long first, bool sync)
    {
        LeaveIfGone();
        var begun = Prepare(first);
        _file!.Write(_length, lines);
        if (sync)
            _file.Sync();
        _length += lines.Length;
        return begun;
    }

    /// <summary>Puts everything on the disk, then the head beside it.</summary>
    public void WriteHead(AuditHead head)
    {
        LeaveIfGone();
        _file?.Sync();
        AuditHeadFile.Write(_path, head);
    }

    /// <summary>Looks whether what is written to is still where it was.</summary>
    /// <exception cref="IOException">The folder is gone, or another Edge writes to what stands in its place.</exception>
    public void Look() => LeaveIfGone();

    /// <summary>Whether a file was removed, cut off or exchanged since this was last asked; a new one follows.</summary>
    public bool TakeGone()
    {
        var gone = _isGone;
        _isGone = false;
        return gone;
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

    private static FileStream Lock(string path) =>
        DiskAuditFile.Create(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileShare.None);

    // Without the file the records written to it are gone, and those to come would be: they go to another. Without the folder there is no
    // other: somebody unmounted or removed it, and to make it again might be to write into the wrong place.
    private void LeaveIfGone()
    {
        if (_name is not null && !(new FileInfo(_name.Path) is { Exists: true, LinkTarget: null } file && file.Length >= _length))
        {
            Leave();
            _isGone = true;
        }

        if (File.Exists(Path.Combine(_path, LockName)))
            return;
        if (!Directory.Exists(_path))
        {
            throw new DirectoryNotFoundException(
                $"the folder '{_path}' is gone (put it back, or make it again for the user that Edge runs as)");
        }

        AuditFolderCheck.Run(_path);
        _lock.Dispose();
        _lock = Lock(_path);
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
        // The head is written after the records, so files that end before it have lost some: the chain goes on from the head, and the gap
        // stays visible.
        if (!AuditHeadFile.TryRead(_path, out var head))
        {
            throw new AuditUnsafeException(
                $"expected the head of the chain as COUNT:MAC, found something else in '{AuditHeadFile.PathOf(_path)}'"
                + " ('edge audit verify' tells what the records prove without it; remove it to go on)");
        }

        if (head is null || head.Count <= files.Count)
            return new AuditOpening(files, tornFile, tornBytes, files.Count);
        Leave();
        return new AuditOpening(head, tornFile, tornBytes, files.Count);
    }
}
