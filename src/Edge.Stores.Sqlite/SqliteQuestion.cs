using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <summary>A piece of work whose result somebody waits for.</summary>
/// <param name="operation">What it is.</param>
/// <param name="run">Does it.</param>
/// <param name="committed">Called with the result once it is committed, before the waiting caller continues; null for nothing.</param>
internal sealed class SqliteQuestion<T>(StoreOperation operation, Func<SqliteSession, T> run, Action<T>? committed) : SqliteWork
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    /// <summary>The result, once it is committed.</summary>
    public Task<T> Done => _done.Task;

    /// <inheritdoc />
    public override StoreOperation Operation => operation;

    /// <inheritdoc />
    public override void Run(SqliteSession session) => _result = run(session);

    /// <inheritdoc />
    public override void Committed()
    {
        committed?.Invoke(_result);
        _done.TrySetResult(_result);
    }

    /// <inheritdoc />
    public override void Failed(StoreUnavailableException problem) => _done.TrySetException(problem);
}
