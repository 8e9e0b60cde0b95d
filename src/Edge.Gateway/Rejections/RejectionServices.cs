using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Gateway.Rejections;

/// <summary>Registers what observes refused requests.</summary>
internal static class RejectionServices
{
    /// <summary>Adds what tells the observers.</summary>
    public static void AddRejections(this IServiceCollection services) => services.AddSingleton<RejectionObservers>();

    /// <summary>Adds an observer of refused requests, behind those that were added before it.</summary>
    public static void AddRejectionObserver<T>(this IServiceCollection services)
        where T : class, IRejectionObserver
    {
        services.TryAddSingleton<T>();
        services.AddSingleton<IRejectionObserver>(static p => p.GetRequiredService<T>());
    }
}
