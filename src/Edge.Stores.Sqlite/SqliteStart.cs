using Edge.Gateway.Keys;
using Edge.Gateway.Settings;
using Edge.Policy.Stores;

namespace Edge.Stores.Sqlite;

/// <summary>Opens the file at the start, before any other service of the host starts.</summary>
/// <remarks>The parts that keep something in memory are asked for here, so that they are there when the file is opened.</remarks>
internal sealed class SqliteStart(
    SqliteDatabase database, SqliteLimitStore limits, SqliteFreezes freezes, EdgeKeys keys, IConfiguration configuration)
    : IHostedLifecycleService
{
    /// <summary>Opens the file and brings it up to date.</summary>
    /// <exception cref="StartupException">It cannot be used, or is not for this Edge.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        _ = (limits, freezes);
        try
        {
            await database.OpenAsync(keys.Fingerprints, cancellationToken);
        }
        catch (StoreRefusedException e)
        {
            const string Key = "Edge:Store:Path";
            var message = $"'{database.Path}': {e.Message}";
            throw new StartupException([new SettingError(SettingPlaces.Find(configuration, Key), e.Code, Key, message).ToString()]);
        }
    }

    /// <inheritdoc />
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc />
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
