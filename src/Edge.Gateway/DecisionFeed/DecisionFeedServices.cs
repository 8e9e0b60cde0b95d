using Edge.Gateway.Calls;

namespace Edge.Gateway.DecisionFeed;

/// <summary>Registers the feed of decisions for the console and the admin API.</summary>
internal static class DecisionFeedServices
{
    /// <summary>Adds it.</summary>
    public static void AddDecisionFeed(this IServiceCollection services, DecisionFeedSettings settings)
    {
        services.AddSingleton(settings);
        services.AddCallObserver<DecisionRing>();
        services.AddCallObserver<ServerRecords>();
        services.AddSingleton<IListObserver>(static p => p.GetRequiredService<ServerRecords>());
    }
}
