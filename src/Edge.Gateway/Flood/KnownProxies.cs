using System.Net;
using System.Net.Sockets;
using Edge.Gateway.Settings;
using Microsoft.AspNetCore.HttpOverrides;

namespace Edge.Gateway.Flood;

/// <summary>
/// The proxies before Edge whose word on the client's address counts: <c>Edge:Wire:KnownProxies</c>. By default nobody's does. Immutable.
/// </summary>
/// <param name="networks">Their addresses, each as a network.</param>
/// <param name="forwardLimit">
/// How many of them, one behind the other, are believed: entries of <c>X-Forwarded-For</c>, from the last.
/// </param>
internal sealed class KnownProxies(IReadOnlyList<System.Net.IPNetwork> networks, int forwardLimit)
{
    private const string Key = "Wire:KnownProxies";

    /// <summary>Whether there are none.</summary>
    public bool IsEmpty => networks.Count == 0;

    /// <summary>Reads the setting; the mistakes are the reader's.</summary>
    public static KnownProxies Read(SettingsReader reader)
    {
        var networks = new List<System.Net.IPNetwork>();
        foreach (var text in reader.List(Key))
        {
            if (TryRead(text, out var network))
                networks.Add(network);
            else
                reader.Report(Key,
                    "config_wrong_type", $"expected an address such as '192.0.2.7' or a network such as '192.0.2.0/24', found '{text}'");
        }

        return new(networks, (int)reader.Number("Wire:ForwardLimit", 1, 1, 10));
    }

    /// <summary>Whether an address is a known proxy's; IPv4 may be written as IPv6.</summary>
    public bool Contains(IPAddress? address)
    {
        if (address is null || networks.Count == 0)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        foreach (var network in networks)
        {
            if (network.Contains(plain))
                return true;
        }

        return false;
    }

    /// <summary>The framework's middleware, told to take the address and nothing else from these proxies and nobody else.</summary>
    public ForwardedHeadersOptions Options()
    {
        // An empty list would mean everybody to the framework, and its default is this machine.
        if (IsEmpty)
            throw new InvalidOperationException("Without known proxies no header is believed.");
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = forwardLimit };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
            options.KnownIPNetworks.Add(network);
        return options;
    }

    // Strict: the framework reads '1' and '0x7f.1' as addresses too. A network of length 0 would be everybody.
    private static bool TryRead(string text, out System.Net.IPNetwork network)
    {
        if (!text.Contains('/', StringComparison.Ordinal))
        {
            network = default;
            if (!IPAddress.TryParse(text, out var address) || !IsPlain(address, text))
                return false;
            network = new(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128);
            return true;
        }

        return System.Net.IPNetwork.TryParse(text, out network)
            && network.PrefixLength > 0
            && IsPlain(network.BaseAddress, text[..text.IndexOf('/', StringComparison.Ordinal)]);
    }

    private static bool IsPlain(IPAddress address, string text) =>
        address.AddressFamily == AddressFamily.InterNetwork
            ? address.ToString() == text
            : !address.IsIPv4MappedToIPv6 && !text.Contains('%', StringComparison.Ordinal);
}
