using System.Net;

namespace Edge.Admin;

/// <summary>The address of the admin port as written: <c>http://127.0.0.1:8081</c>, <c>https://*:8443</c>. Immutable.</summary>
/// <param name="Text">The address as Kestrel is given it.</param>
/// <param name="Binding">Its parts.</param>
internal sealed record AdminAddress(string Text, BindingAddress Binding)
{
    /// <summary>Reads an address: http or https, a host, a port, no path; null for anything else.</summary>
    public static AdminAddress? Parse(string text)
    {
        try
        {
            var binding = BindingAddress.Parse(text);
            return binding is
            {
                Scheme: "http" or "https", PathBase: "", Host.Length: > 0, IsUnixPipe: false, IsNamedPipe: false,
                Port: >= 0 and <= ushort.MaxValue
            }
                && !(binding.Port == 0 && IsLocalhost(binding.Host))
                ? new AdminAddress(text, binding)
                : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>Whether only programs of this machine reach it.</summary>
    public bool IsLoopback => IsLocalhost(Binding.Host) || Address is { } address && IPAddress.IsLoopback(address);

    /// <summary>Whether it is encrypted, with the certificate of <c>Kestrel:Certificates:Default</c>.</summary>
    public bool IsHttps => Binding.Scheme == "https";

    /// <summary>
    /// Where a program on this machine finds what is bound here: any address becomes loopback. Null for a port that the system chooses.
    /// </summary>
    public Uri? ForClients
    {
        get
        {
            if (Binding.Port == 0)
                return null;
            var host = Binding.Host is "*" or "+" || IPAddress.Any.Equals(Address) ? "127.0.0.1"
                : IPAddress.IPv6Any.Equals(Address) ? "[::1]"
                : Binding.Host;
            return new Uri($"{Binding.Scheme}://{host}:{Binding.Port}/");
        }
    }

    private IPAddress? Address => IPAddress.TryParse(Binding.Host, out var address) ? address : null;

    private static bool IsLocalhost(string host) => host.Equals("localhost", StringComparison.OrdinalIgnoreCase);
}
