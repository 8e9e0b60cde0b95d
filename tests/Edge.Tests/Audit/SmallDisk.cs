using Edge.Gateway.Audit;
using Edge.Testing;

namespace Edge.Tests.Audit;

/// <summary>A disk of 256 KiB: a real one in memory where the tests may mount one, else one that fails as a full one does.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly FailingAuditFile.Switch _switch = new();
    private readonly SmallVolume _volume = SmallVolume.Make();

    public string Path => _volume.Path;

    public static SmallDisk Make() => new();

    public IAuditFile Open(string path) => _volume.IsMounted ? DiskAuditFile.Open(path) : _switch.Open(path);

    public void Fill()
    {
        _switch.IsFull = true;
        _volume.Fill();
    }

    public void Free()
    {
        _switch.IsFull = false;
        _volume.Free();
    }

    public void Dispose() => _volume.Dispose();
}
