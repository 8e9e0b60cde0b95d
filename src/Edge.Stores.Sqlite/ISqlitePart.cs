namespace Edge.Stores.Sqlite;

/// <summary>
/// A part of the store that keeps something in memory while this process is alone with the file. All methods are called by the thread that
/// writes, in the order in which they stand here.
/// </summary>
internal interface ISqlitePart
{
    /// <summary>Blocks decisions in memory.</summary>
    void BeginChange();

    /// <summary>Another process has the file open: writes what is in memory alone. Within a transaction.</summary>
    void Share(SqliteSession session);

    /// <summary>This process is alone: reads what it needs in memory. Within a transaction.</summary>
    void Own(SqliteSession session);

    /// <summary>Lets those go on that were held up.</summary>
    /// <param name="changed">Whether what was written or read is committed; if not, everything is as before.</param>
    void EndChange(bool changed);
}
