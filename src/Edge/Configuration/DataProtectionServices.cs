using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Edge.Configuration;

/// <summary>Keeps the framework's data protection in memory.</summary>
/// <remarks>
/// Authentication and YARP both bring it along: at the start it would look for a place for keys of its own, and write them or warn. Nothing of
/// Edge is protected by it; with YARP's <c>CustomHeader</c> affinity a key ends with the process, and the next request is given a new one.
/// </remarks>
internal static class DataProtectionServices
{
    /// <summary>Replaces what keeps keys by what forgets them. Call it after everything that registers services.</summary>
    public static void UseNoKeyRing(this IServiceCollection services)
    {
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider()));
        foreach (var start in services.Where(IsKeyRingAtStart).ToList())
            services.Remove(start);
    }

    // The framework's type is internal: it has a name only.
    private static bool IsKeyRingAtStart(ServiceDescriptor service) =>
        service.ServiceType == typeof(IHostedService)
        && service is { IsKeyedService: false, ImplementationType.Namespace: { } space }
        && space.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal);
}
