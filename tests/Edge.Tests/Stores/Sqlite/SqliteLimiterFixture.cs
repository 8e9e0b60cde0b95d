using Edge.Policy.Limits;
using Edge.Testing.Limits;

namespace Edge.Tests.Stores.Sqlite;

/// <summary>A limiter over an empty store in a file, alone with it or not. Every window is lengthy, so that the file has each.</summary>
public sealed class SqliteLimiterFixture : LimiterFixture
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("edge-sqlite-");
    private readonly StoreInFile? _other;
    private readonly StoreInFile _edge;

    public SqliteLimiterFixture(bool shared)
    {
        var path = Path.Combine(_folder.FullName, "edge.db");
        _edge = StoreInFile.OpenAsync(path, Clock, TimeSpan.Zero).GetAwaiter().GetResult();
        if (shared)
            _other = StoreInFile.OpenAsync(path, Clock, TimeSpan.Zero).GetAwaiter().GetResult();
        Clock.Moving += Settle;
    }

    public override CallLimiter Limiter
    {
        get
        {
            Settle();
            return _edge.Limiter;
        }
    }

    public override long Count
    {
        get
        {
            Settle();
            _edge.Store.SweepAsync().GetAwaiter().GetResult();
            return _edge.Store.Count;
        }
    }

    protected override void Dispose(bool disposing)
    {
        Clock.Moving -= Settle;
        _edge.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _other?.DisposeAsync().AsTask().GetAwaiter().GetResult();
        _folder.Delete(recursive: true);
    }

    private void Settle()
    {
        if (_edge.Database.IsShared != _other is not null)
            throw new InvalidOperationException("The store does not see whether it is alone with the file.");
        try
        {
            _edge.Store.SettledAsync().GetAwaiter().GetResult();
        }
        catch (Edge.Policy.Stores.StoreUnavailableException)
        {
            // A test has closed it.
        }
    }
}
