namespace Edge.Gateway.Audit;

/// <summary>Prints the end of a chain, and what is added to it, from one file to the next. Not thread-safe.</summary>
internal sealed class AuditFollower(string folder, AuditPrinter printer) : IDisposable
{
    private AuditLineReader? _lines;
    private string _path = "";

    /// <summary>Prints those of the last <paramref name="count"/> records that are wanted.</summary>
    public void PrintLast(int count)
    {
        var last = new Queue<(byte[] Line, string Path, long Number)>();
        foreach (var file in FilesWithLast(count))
        {
            Open(file.Path);
            while (_lines!.TryRead(out var line))
            {
                if (last.Count == count && !last.TryDequeue(out _))
                    continue;
                last.Enqueue((line.ToArray(), _path, _lines.Number));
            }
        }

        foreach (var (line, path, number) in last)
            printer.Print(line, path, number);
    }

    /// <summary>Prints what was added since.</summary>
    public void PrintNew()
    {
        // What the old file still got comes before the new one's.
        var next = AuditFileName.List(folder).Where(f => string.CompareOrdinal(f.Path, _path) > 0).ToList();
        PrintRest();
        foreach (var file in next)
        {
            Open(file.Path);
            PrintRest();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _lines?.Dispose();

    // The files are named after their first record: the last file that begins early enough, and all behind it.
    private IEnumerable<AuditFileName> FilesWithLast(int count)
    {
        var files = AuditFileName.List(folder);
        if (files.Count == 0)
            return files;
        var end = AuditTail.Read(files[^1].Path).Last?.Count ?? files[^1].First - 1;
        return files.Skip(Math.Max(0, files.Count(f => f.First <= Math.Max(1, end - count + 1)) - 1));
    }

    private void PrintRest()
    {
        while (_lines is not null && _lines.TryRead(out var line))
            printer.Print(line, _path, _lines.Number);
    }

    private void Open(string path)
    {
        _lines?.Dispose();
        _lines = new AuditLineReader(path);
        _path = path;
    }
}
