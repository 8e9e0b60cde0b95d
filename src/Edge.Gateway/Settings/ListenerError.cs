using System.Net.Sockets;

namespace Edge.Gateway.Settings;

/// <summary>Tells an operator why an address cannot be bound.</summary>
internal static class ListenerError
{
    /// <summary>The line about an address that cannot be bound.</summary>
    /// <param name="configuration">Where the setting stands.</param>
    /// <param name="key">The setting.</param>
    /// <param name="family">What the code begins with: <c>admin</c>.</param>
    /// <param name="url">The address as written.</param>
    /// <param name="problem">What the system said.</param>
    public static string Describe(IConfiguration configuration, string key, string family, string url, SocketError problem)
    {
        var (code, message) = problem == SocketError.AddressAlreadyInUse
            ? ($"{family}_port_taken", $"expected a free address, found '{url}' in use by another program")
            : ($"{family}_address", $"the address '{url}' cannot be bound: {new SocketException((int)problem).Message}");
        return new SettingError(SettingPlaces.Find(configuration, key), code, key, message).ToString();
    }
}
