using System.Net;
using System.Net.Sockets;
using Edge.Admin;
using Edge.Gateway.Settings;

namespace Edge.Startup;

/// <summary>Finds out whether the addresses of both ports can be bound, before anything starts that would have to stop again.</summary>
internal static class StartListeners
{
    private const string Endpoints = "Kestrel:Endpoints";

    /// <summary>Binds each address for a moment; an address that cannot be read is left to Kestrel.</summary>
    /// <exception cref="StartupException">Addresses cannot be bound: all of them.</exception>
    public static void Check(IConfiguration configuration, AdminSettings admin)
    {
        var errors = new List<string>();
        foreach (var endpoint in configuration.GetSection(Endpoints).GetChildren())
        {
            if (endpoint["Url"] is { } url && AdminAddress.Parse(url) is { } address && Find(address.Binding) is { } problem)
                errors.Add(ListenerError.Describe(configuration, $"{Endpoints}:{endpoint.Key}:Url", "mcp", url, problem));
        }

        if (Find(admin.Address.Binding) is { } taken)
            errors.Add(ListenerError.Describe(configuration, AdminSettings.UrlKey, "admin", admin.Address.Text, taken));
        if (errors.Count > 0)
            throw new StartupException(errors);
    }

    private static SocketError? Find(BindingAddress binding)
    {
        if (binding.Port == 0)
            return null;
        if (IPAddress.TryParse(binding.Host.Trim('[', ']'), out var address))
            return Bind(address, binding.Port);
        // As Kestrel does: 'localhost' is loopback, any other name is every address.
        return binding.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
            ? Bind(IPAddress.Loopback, binding.Port)
            : Bind(Socket.OSSupportsIPv6 ? IPAddress.IPv6Any : IPAddress.Any, binding.Port);
    }

    private static SocketError? Bind(IPAddress address, int port)
    {
        try
        {
            using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            if (address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(new IPEndPoint(address, port));
            return null;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
    }
}
