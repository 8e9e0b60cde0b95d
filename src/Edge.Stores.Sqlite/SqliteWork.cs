using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <summary>
/// Something to do in the file. Many are done in one transaction, so that they wait together: <see cref="Run"/> may be called again when a
/// transaction was taken back. All methods are called by the one thread that writes.
/// </summary>
internal abstract class SqliteWork
{
    /// <summary>What it is, for metrics.</summary>
    public abstract StoreOperation Operation { get; }

    /// <summary>When it was asked for; null when nobody listens.</summary>
    public long? Asked { get; set; }

    /// <summary>Whether it must be done however late: then it is tried again after an outage.</summary>
    public virtual bool IsPatient => false;

    /// <summary>Does it, within a transaction.</summary>
    public abstract void Run(SqliteSession session);

    /// <summary>The transaction was committed.</summary>
    public virtual void Committed()
    {
    }

    /// <summary>Nothing of it was done.</summary>
    public virtual void Failed(StoreUnavailableException problem)
    {
    }
}
