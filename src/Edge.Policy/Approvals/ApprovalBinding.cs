using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Edge.Policy.Approvals;

/// <summary>What an approval is bound to. Immutable.</summary>
public sealed record ApprovalBinding
{
    /// <summary>Creates a binding.</summary>
    public ApprovalBinding(string grant, string server, string tool, string policy, string rule, string digest)
    {
        (Grant, Server, Tool, Policy, Rule, Digest) = (grant, server, tool, policy, rule, digest);
        Key = Hash("call", grant, server, tool, policy, rule, digest);
        ToolKey = Hash("tool", grant, server, tool, policy, rule);
    }

    /// <summary>The id of the caller.</summary>
    public string Grant { get; }

    /// <summary>The server: the id of the cluster.</summary>
    public string Server { get; }

    /// <summary>The name of the tool.</summary>
    public string Tool { get; }

    /// <summary>The name of the policy that requires the approval.</summary>
    public string Policy { get; }

    /// <summary>The rule of the policy that requires it, as a JSON pointer.</summary>
    public string Rule { get; }

    /// <summary>The digest of the call: SHA-256, 64 lower-case hexadecimal digits.</summary>
    public string Digest { get; }

    /// <summary>Identifies the binding: two calls share an approval exactly if their keys are equal. 64 hexadecimal digits.</summary>
    public string Key { get; }

    /// <summary>The same without the arguments: what an approval for a tool covers.</summary>
    public string ToolKey { get; }

    // Each part under its length, so that no two lists of parts run together to the same bytes.
    private static string Hash(params ReadOnlySpan<string> parts)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(int)];
        foreach (var part in parts)
        {
            var bytes = Encoding.UTF8.GetBytes(part);
            BinaryPrimitives.WriteInt32BigEndian(length, bytes.Length);
            hash.AppendData(length);
            hash.AppendData(bytes);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
