namespace Edge.Gateway.Audit;

/// <summary>How a file of records ends.</summary>
/// <param name="Last">The number and MAC of its last record; null when it has none.</param>
/// <param name="Complete">The length of its whole lines, in bytes.</param>
/// <param name="Torn">How many bytes of a line that was not finished come behind them.</param>
internal sealed record AuditTail(AuditHead? Last, long Complete, long Torn)
{
    // Longer than any record: 64 paths of 128 characters and 16 values of 1,024, each escaped to six bytes, and what stands around them.
    private const int LongestLine = 1 << 20;

    /// <summary>Reads the end of a file.</summary>
    /// <exception cref="InvalidDataException">The last whole line is no record.</exception>
    public static AuditTail Read(string path)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var length = RandomAccess.GetLength(file);
        var start = Math.Max(0, length - 2 * LongestLine);
        var bytes = new byte[length - start];
        ReadOnlySpan<byte> end = bytes.AsSpan(0, RandomAccess.Read(file, bytes, start));

        var complete = end.LastIndexOf((byte)'\n') + 1;
        var torn = end.Length - complete;
        if (complete == 0)
            return start == 0 ? new AuditTail(null, 0, torn) : throw Unreadable(path);
        var line = end[..(complete - 1)];
        line = line[(line.LastIndexOf((byte)'\n') + 1)..];
        if (!AuditLine.TrySplit(line, out var seq, out _, out var digits) || seq > AuditFileName.MaxNumber)
            throw Unreadable(path);
        return new AuditTail(new AuditHead(seq, System.Text.Encoding.ASCII.GetString(digits)), start + complete, torn);
    }

    private static InvalidDataException Unreadable(string path) =>
        new($"the last line of '{Path.GetFileName(path)}' is not an audit record");
}
