namespace Edge.Startup;

/// <summary>Where counts, freezes and approvals live.</summary>
internal enum StoreKind
{
    /// <summary>In a file of this machine: a restart or a crash loses nothing.</summary>
    Sqlite,

    /// <summary>In this process: nothing is needed, and a restart forgets them.</summary>
    Memory,

    /// <summary>In a PostgreSQL database that several Edges share.</summary>
    Postgres,
}
