using Edge.Gateway.Keys;
using Edge.Gateway.Settings;
using Edge.Policy.Stores;

namespace Edge.Stores.Postgres;

/// <summary>Opens the database at the start, before any other service of the host starts.</summary>
internal sealed class PostgresStart(PostgresDatabase database, PostgresLimitStore limits, EdgeKeys keys, IConfiguration configuration)
    : IHostedLifecycleService
{
    /// <summary>Brings the database up to date and begins to count in it.</summary>
    /// <exception cref="StartupException">It cannot be reached, or is not for this Edge.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            limits.Start(await PostgresSchema.PrepareAsync(database.Source, keys.Fingerprints, cancellationToken));
        }
        catch (StoreRefusedException e)
        {
            throw Fault(e.Code, e.Message);
        }
        catch (Exception e) when (PostgresDatabase.IsFailure(e))
        {
            throw Fault("store_unreachable", $"the database cannot be used: {e.Message}");
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

    private StartupException Fault(string code, string message)
    {
        const string Key = "Edge:Store:ConnectionString";
        return new StartupException([new SettingError(SettingPlaces.Find(configuration, Key), code, Key, message).ToString()]);
    }
}
