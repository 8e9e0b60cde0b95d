namespace Edge.Startup;

/// <summary>Where counts and freezes live.</summary>
internal enum StoreKind
{
    /// <summary>In this process: nothing is needed, and a restart forgets them.</summary>
    Memory,

    /// <summary>In a PostgreSQL database that several Edges share.</summary>
    Postgres,
}
