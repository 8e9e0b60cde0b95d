using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Edge.Mcp.Requests;

/// <summary>Who holds memory or makes requests, as far as the network tells: an IPv4 address, or an IPv6 network of 64 bits.</summary>
/// <param name="Value">IPv4 in the form that IPv6 maps it to; IPv6 with its lower half cleared; 0 for callers without an address.</param>
internal readonly record struct ClientNetwork(UInt128 Value)
{
    /// <summary>The network of an address; allocates nothing.</summary>
    public static ClientNetwork Of(IPAddress? address)
    {
        if (address is null)
            return default;
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var count);
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return new(Mapped(bytes[..count]));
        return address.IsIPv4MappedToIPv6
            ? new(Mapped(bytes[12..]))
            : new(new UInt128(BinaryPrimitives.ReadUInt64BigEndian(bytes), 0));
    }

    private static UInt128 Mapped(ReadOnlySpan<byte> ipv4) => new(0, 0xFFFF_0000_0000UL | BinaryPrimitives.ReadUInt32BigEndian(ipv4));
}
