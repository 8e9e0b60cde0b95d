using System.Security.Cryptography;
using Edge.Gateway.Reloading;
using Edge.Policy.Compilation;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;

namespace Edge.Gateway.Policies;

/// <summary>
/// Turns a policy file's bytes into a compiled policy: the one way, for the start, for reloads and for <c>edge check</c>.
/// </summary>
internal static class PolicyLoader
{
    private const string Family = "policy";

    /// <summary>Reads and compiles the policy in <paramref name="path"/>, relative to <paramref name="directory"/>.</summary>
    public static PolicyLoad Load(string name, string directory, string path, LimitDigits? digits = null)
    {
        var (bytes, error) = Read(directory, path);
        if (bytes is null)
            return new PolicyLoad(null, null, [error!], []);
        var load = Compile(name, path, bytes, digits);
        return ContentFile.Doubt(directory, path, Family) is { } doubt ? load with { Warnings = [doubt, .. load.Warnings] } : load;
    }

    /// <summary>Reads a policy file's bytes, or says in one line why they cannot be used.</summary>
    public static (byte[]? Bytes, string? Error) Read(string directory, string path) =>
        ContentFile.Read(directory, path, Family, "a policy");

    /// <summary>Compiles a policy's text, for a store that counts so many digits.</summary>
    public static PolicyLoad Compile(string name, string path, byte[] bytes, LimitDigits? digits = null)
    {
        var reading = PolicyParser.Read(path, bytes, digits?.Count ?? LimitDigits.All);
        var errors = reading.Diagnostics.Where(d => d.Severity == Severity.Error).Select(d => d.ToString()).ToList();
        var warnings = reading.Diagnostics.Where(d => d.Severity == Severity.Warning).Select(d => d.ToString()).ToList();
        var revision = Revision(bytes);
        return reading.Document is null
            ? new PolicyLoad(null, revision, errors, warnings) { Text = bytes }
            : new PolicyLoad(PolicyCompiler.Compile(name, revision, reading.Document), revision, errors, warnings) { Text = bytes };
    }

    /// <summary>The revision of a file's bytes: their SHA-256, in lower-case hex.</summary>
    public static string Revision(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
