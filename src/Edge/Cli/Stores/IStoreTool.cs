namespace Edge.Cli.Stores;

/// <summary>What <c>edge store</c> does with one kind of store. A new kind adds one of these to <see cref="StoreTools"/>.</summary>
internal interface IStoreTool
{
    /// <summary>Says what the store holds, and who uses it.</summary>
    Task<int> StatusAsync(TextWriter output, CancellationToken cancellationToken);

    /// <summary>Makes the store, or brings it up to date, as a start does.</summary>
    Task<int> MigrateAsync(TextWriter output, CancellationToken cancellationToken);

    /// <summary>Reads everything; exit code 1 where something cannot be right.</summary>
    Task<int> VerifyAsync(TextWriter output, CancellationToken cancellationToken);

    /// <summary>Copies the store as it is at one moment into a file that does not exist, while Edge runs or not.</summary>
    Task<int> BackupAsync(string file, TextWriter output, CancellationToken cancellationToken);
}
