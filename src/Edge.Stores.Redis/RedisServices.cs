using Edge.Gateway.Policies;
using Edge.Gateway.Stores;
using Edge.Policy.Limits;
using Edge.Policy.Limits.Allotments;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Stores.Redis;

/// <summary>Registers Redis as the store of limits, in the place of the durable one.</summary>
internal static class RedisServices
{
    /// <summary>Adds it; <see cref="RedisStart"/> makes it ready before anything starts.</summary>
    public static void AddRedisLimits(this IServiceCollection services, RedisSettings settings)
    {
        services.AddSingleton(settings);
        services.AddSingleton<RedisDatabase>();
        services.AddSingleton(p => ActivatorUtilities.CreateInstance<RedisLimitStore>(p, settings.OnLoss));
        services.Replace(ServiceDescriptor.Singleton(
            static p => new CallLimiter(
                new AllottedLimitStore(p.GetRequiredService<ILimitStore>(), p.GetRequiredService<TimeProvider>()))));
        services.Replace(ServiceDescriptor.Singleton<ILimitStore>(static p => p.GetRequiredService<RedisLimitStore>()));
        services.Replace(ServiceDescriptor.Singleton(
            p => new StoreFailures(settings.FailureMode, p.GetRequiredService<ILogger<StoreFailures>>())));
        services.Replace(ServiceDescriptor.Singleton(new LimitDigits(RedisScale.Digits)));
        services.AddHostedService<RedisStart>();
    }
}
