using Edge.Gateway.Audit;

namespace Edge.Tests.Audit;

/// <summary>A disk that is full when a test says so, after half of what it was given; and that a test may hold up.</summary>
internal sealed class FailingAuditFile(IAuditFile disk, FailingAuditFile.Switch state) : IAuditFile
{
    public long Length => disk.Length;

    public void Write(long offset, ReadOnlySpan<byte> bytes)
    {
        state.Held.Wait();
        if (!state.IsFull)
        {
            disk.Write(offset, bytes);
            return;
        }

        disk.Write(offset, bytes[..(bytes.Length / 2)]);
        state.Failures++;
        throw new IOException("No space left on device.");
    }

    public void Sync()
    {
        state.Syncs++;
        if (state.SyncFails)
            throw new IOException("Input/output error.");
        disk.Sync();
    }

    public void Truncate(long length) => disk.Truncate(length);

    public void Dispose() => disk.Dispose();

    /// <summary>What a test says to all files of a folder.</summary>
    internal sealed class Switch
    {
        public volatile bool IsFull;
        public volatile bool SyncFails;
        public volatile int Failures;
        public volatile int Syncs;

        public ManualResetEventSlim Held { get; } = new(initialState: true);

        public IAuditFile Open(string path) => new FailingAuditFile(DiskAuditFile.Open(path), this);
    }
}
