using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Gateway.Calls;

/// <summary>Registers what observes calls.</summary>
internal static class CallServices
{
    /// <summary>Adds what tells the observers.</summary>
    public static void AddCalls(this IServiceCollection services)
    {
        services.AddSingleton<CallObservers>();
        services.AddSingleton<ListedTools>();
    }

    /// <summary>Adds an observer of calls, behind those that were added before it.</summary>
    public static void AddCallObserver<T>(this IServiceCollection services)
        where T : class, ICallObserver
    {
        services.TryAddSingleton<T>();
        services.AddSingleton<ICallObserver>(static p => p.GetRequiredService<T>());
    }
}
