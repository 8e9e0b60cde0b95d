using Edge.Gateway.Settings;
using StackExchange.Redis;

namespace Edge.Stores.Redis;

/// <summary>Opens the connection to Redis at the start, before any other service of the host starts.</summary>
internal sealed partial class RedisStart(
    RedisDatabase database, RedisLimitStore limits, RedisSettings settings, IConfiguration configuration, ILogger<RedisStart> logger)
    : IHostedLifecycleService
{
    private const string EvictionField = "maxmemory_policy:";
    private static readonly Version s_oldestServer = new(6, 2);

    /// <summary>Connects, looks at the server and begins to count in it.</summary>
    /// <exception cref="StartupException">It cannot be reached, or cannot keep what Edge promises.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            // 1: connect
            await database.ConnectAsync();

            // 2: look
            foreach (var server in database.Connection.GetServers())
            {
                if (server.IsConnected && server.Version < s_oldestServer)
                    throw Fault("limits_store_old_server", $"expected Redis {s_oldestServer} or newer, found {server.Version}");
            }

            await CheckEvictionAsync();

            // 3: count
            await limits.StartAsync();
        }
        catch (Exception e) when (RedisErrors.IsFailure(e))
        {
            throw Fault("limits_store_unreachable", $"Redis cannot be used: {e.Message}");
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

    // A server that throws counts away is a loss that no epoch shows.
    private async Task CheckEvictionAsync()
    {
        if (await EvictionAsync() is not { } policy || policy == "noeviction")
            return;
        if (settings.OnLoss == LossMode.Deny)
            throw Fault("limits_store_evicts", $"expected a Redis with maxmemory-policy 'noeviction', found '{policy}': with "
                + "Edge:Limits:OnLoss 'deny' no count may be thrown away (set maxmemory-policy, or OnLoss to 'go_on')");
        Log.Evicts(logger, policy);
    }

    // Of the server that has the counts; as a script, because the driver takes the command for one of administrators. Not every user may
    // ask.
    private async Task<string?> EvictionAsync()
    {
        try
        {
            var said = (string?)await database.Connection.GetDatabase().ScriptEvaluateAsync(
                "return redis.call('INFO', 'memory')", [RedisKeys.Epoch], flags: CommandFlags.NoScriptCache) ?? "";
            var line = Array.Find(said.Split("\r\n"), line => line.StartsWith(EvictionField, StringComparison.Ordinal));
            return line?[EvictionField.Length..];
        }
        catch (RedisServerException)
        {
            return null;
        }
    }

    private StartupException Fault(string code, string message)
    {
        const string Key = "Edge:Limits:ConnectionString";
        return new StartupException([new SettingError(SettingPlaces.Find(configuration, Key), code, Key, message).ToString()]);
    }

    private static partial class Log
    {
        [LoggerMessage(719, LogLevel.Warning,
            "Redis has the maxmemory-policy '{Policy}': when its memory is full it throws counts away, and limits let more through. "
            + "Set it to 'noeviction'.", EventName = nameof(Evicts))]
        public static partial void Evicts(ILogger logger, string policy);
    }
}
