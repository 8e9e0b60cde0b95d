using System.Security.Cryptography;
using System.Text;

namespace Edge.Gateway.Audit;

/// <summary>
/// Where the chain begins once old files were removed: the head of the last one removed, signed, so that nobody without the key can pass
/// a removal off as Edge's own.
/// </summary>
internal static class AuditStartFile
{
    private const string Name = "audit.start";

    /// <summary>
    /// The start; <see cref="AuditHead.None"/> when nothing was removed, or when what stands there was not signed by one of the keys.
    /// </summary>
    public static AuditHead Read(string folder, IReadOnlyList<AuditMac> keys)
    {
        var line = AtomicFile.ReadLine(Path.Combine(folder, Name));
        var end = line?.LastIndexOf(':') ?? -1;
        if (end < 0 || AuditHead.Parse(line![..end]) is not { } head)
            return AuditHead.None;
        foreach (var key in keys)
        {
            if (CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Line(head, key)), Encoding.ASCII.GetBytes(line)))
                return head;
        }

        return AuditHead.None;
    }

    /// <summary>Writes the start.</summary>
    public static void Write(string folder, AuditHead head, AuditMac key) =>
        AtomicFile.Replace(Path.Combine(folder, Name), Line(head, key));

    private static string Line(AuditHead head, AuditMac key)
    {
        Span<byte> mac = stackalloc byte[AuditMac.Bytes];
        key.OfStart(Encoding.ASCII.GetBytes(head.ToString()), mac);
        return $"{head}:{Convert.ToHexStringLower(mac)}";
    }
}
