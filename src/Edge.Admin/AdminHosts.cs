using System.Net;
using Edge.Mcp.Requests;

namespace Edge.Admin;

/// <summary>Which <c>Host</c> a request to the admin port may carry. Thread-safe.</summary>
/// <remarks>
/// On loopback this machine's own names; elsewhere the host of the binding; and the host of the public address. An address instead of a
/// name is let in where other machines may call: probes and scrapers use addresses, and an address cannot be rebound as a name can.
/// </remarks>
internal sealed class AdminHosts
{
    private readonly HostRules _names;
    private readonly bool _addresses;

    /// <summary>Takes the hosts from the settings.</summary>
    public AdminHosts(AdminSettings settings)
    {
        _addresses = !settings.Address.IsLoopback;
        var own = settings.Address.Binding.Host;
        string[] usual = ["localhost", "127.0.0.1", "[::1]"];
        _names =
            new HostRules([.. settings.AllowedHosts, .. usual, .. own is "*" or "+" ? Array.Empty<string>() : [own],
            .. settings.PublicUrl is { } url ? [url.Host] : Array.Empty<string>()]);
    }

    /// <summary>Whether a request to this host is let in; its port does not matter.</summary>
    public bool Allows(HostString host) => _names.Allows(host) || _addresses && IPAddress.TryParse(host.Host, out _);
}
