using System.Net;
using Edge.Admin;
using Edge.Gateway.Routes;

namespace Edge.Startup;

/// <summary>
/// Where this Edge listens: no server is there, and one that seems to be would lead callers round in circles or to the admin port.
/// </summary>
/// <remarks>
/// It knows literal addresses. A name that resolves to this machine is the operator's to keep away (docs/security.md). Thread-safe.
/// </remarks>
internal sealed class OwnAddresses(AdminSettings admin, IConfiguration configuration) : IListenerAddresses
{
    private const string Endpoints = "Kestrel:Endpoints";

    /// <inheritdoc />
    public string? Find(Uri server)
    {
        if (Leads(server, admin.Address.Binding))
            return AdminSettings.UrlKey;
        foreach (var endpoint in configuration.GetSection(Endpoints).GetChildren())
        {
            if (endpoint["Url"] is { } url && AdminAddress.Parse(url) is { } listener && Leads(server, listener.Binding))
                return $"{Endpoints}:{endpoint.Key}:Url";
        }

        return null;
    }

    private static bool Leads(Uri server, BindingAddress listener)
    {
        if (server.Port != listener.Port)
            return false;
        var host = server.IdnHost;
        return host.Equals(listener.Host.Trim('[', ']'), StringComparison.OrdinalIgnoreCase)
            || (IsThisMachine(host) && IsThisMachine(listener.Host));
    }

    // A listener on all addresses listens on loopback too, and to send to 'any' is to send to loopback.
    private static bool IsThisMachine(string host) =>
        host is "*" or "+"
        || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host, out var address)
        && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));
}
