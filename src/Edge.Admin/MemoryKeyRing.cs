using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace Edge.Admin;

/// <summary>
/// Keeps the keys of ASP.NET Core's data protection in memory, for an application that protects nothing that outlives it. Thread-safe.
/// </summary>
/// <remarks>
/// Authentication and YARP both register data protection, which by default looks for a folder at startup, writes a key there, or warns that
/// it cannot. Edge protects nothing with these keys; with YARP's <c>CustomHeader</c> affinity a key ends with the process, and the next
/// request is given a new one.
/// </remarks>
internal sealed class MemoryKeyRing : IXmlRepository
{
    private readonly Lock _gate = new();
    private readonly List<XElement> _elements = [];

    /// <inheritdoc />
    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate)
            return [.. _elements.Select(element => new XElement(element))];
    }

    /// <inheritdoc />
    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate)
            _elements.Add(new XElement(element));
    }

    /// <summary>Uses such a key ring in <paramref name="services"/>.</summary>
    public static void Use(IServiceCollection services) => services.Configure<KeyManagementOptions>(static options =>
    {
        options.XmlRepository = new MemoryKeyRing();
        // Nothing is written, so nothing needs to be encrypted at rest; without an encryptor the framework would warn.
        options.XmlEncryptor = new NullXmlEncryptor();
    });
}
