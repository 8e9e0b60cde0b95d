using Edge.Gateway.Calls;

namespace Edge.Gateway.DecisionFeed;

/// <summary>Registers what is kept for people who look.</summary>
internal static class WatchServices
{
    /// <summary>Adds it.</summary>
    public static void AddWatching(this IServiceCollection services, WatchSettings settings)
    {
        services.AddSingleton(settings);
        services.AddCallObserver<DecisionRing>();
        services.AddCallObserver<ServerRecords>();
        services.AddSingleton<IListObserver>(static p => p.GetRequiredService<ServerRecords>());
    }
}
