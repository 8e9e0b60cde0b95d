namespace Edge.Gateway.Audit;

/// <summary>The head of the chain beside the records. It is never ahead of them: they are on the disk before it is written.</summary>
internal static class AuditHeadFile
{
    private const string Name = "audit.head";

    /// <summary>The head last written; null when there is none that can be read.</summary>
    public static AuditHead? Read(string folder) => AtomicFile.ReadLine(Path.Combine(folder, Name)) is { } line ? AuditHead.Parse(line)
        : null;

    /// <summary>Whether what stands there, if anything does, is a head; which, or null for none.</summary>
    public static bool TryRead(string folder, out AuditHead? head)
    {
        head = null;
        return AtomicFile.ReadLine(PathOf(folder)) is not { } line || (head = AuditHead.Parse(line)) is not null;
    }

    /// <summary>Where it stands.</summary>
    public static string PathOf(string folder) => Path.Combine(folder, Name);

    /// <summary>Writes the head.</summary>
    public static void Write(string folder, AuditHead head) => AtomicFile.Replace(Path.Combine(folder, Name), head.ToString());
}
