namespace Edge.Cli.Stores;

/// <summary>There is nothing to do for a store in memory.</summary>
internal sealed class MemoryStoreTool : IStoreTool
{
    /// <inheritdoc />
    public Task<int> StatusAsync(TextWriter output, CancellationToken cancellationToken) => SayAsync(output, ExitCode.Good);

    /// <inheritdoc />
    public Task<int> MigrateAsync(TextWriter output, CancellationToken cancellationToken) => SayAsync(output, ExitCode.Good);

    /// <inheritdoc />
    public Task<int> VerifyAsync(TextWriter output, CancellationToken cancellationToken) => SayAsync(output, ExitCode.Good);

    /// <inheritdoc />
    public Task<int> BackupAsync(string file, TextWriter output, CancellationToken cancellationToken) => SayAsync(output, ExitCode.No);

    private static async Task<int> SayAsync(TextWriter output, int code)
    {
        await output.WriteLineAsync("memory: ends with the process; no file or database keeps anything");
        return code;
    }
}
