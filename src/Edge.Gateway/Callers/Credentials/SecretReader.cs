using System.Security.Cryptography;
using System.Text;
using Edge.Gateway.Files;

namespace Edge.Gateway.Callers.Credentials;

/// <summary>
/// Reads the secrets that credentials refer to, and remembers a hash of each, so that a later look finds out whether one changed. One
/// reader serves one load. Not thread-safe.
/// </summary>
/// <param name="directory">Where <c>${file:NAME}</c> stands; null when no directory is configured.</param>
internal sealed class SecretReader(string? directory)
{
    private const int MaxBytes = 64 * 1024;

    private readonly SortedDictionary<string, SecretReference> _read = new(StringComparer.Ordinal);

    /// <summary>What all secrets read so far are worth now: equal as long as none changes.</summary>
    public string Fingerprint()
    {
        var all = new StringBuilder();
        foreach (var (name, reference) in _read)
        {
            var (value, problem) = Look(reference);
            all.Append(name).Append(value is null ? $"!{problem}"
                : $"={Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(value)))}").Append(';');
        }

        return all.ToString();
    }

    /// <summary>The secret, without the line ends behind it; or why there is none.</summary>
    public (string? Value, string? Problem) Read(SecretReference reference)
    {
        _read[reference.ToString()] = reference;
        return Look(reference);
    }

    private (string? Value, string? Problem) Look(SecretReference reference)
    {
        if (reference.IsFile)
            return LookAtFile(reference.Name);
        return Environment.GetEnvironmentVariable(reference.Name) is { Length: > 0 } value
            ? (value, null)
            : (null, $"the environment variable '{reference.Name}' is not set");
    }

    private (string? Value, string? Problem) LookAtFile(string name)
    {
        if (directory is null)
            return (null, $"'${{file:{name}}}' is read from Edge:Grants:SecretsDirectory, which is not set");
        var path = Path.Combine(directory, name);
        try
        {
            if (!File.Exists(path))
                return (null, $"there is no file '{name}' in Edge:Grants:SecretsDirectory (looked for '{path}')");
            if (FileFacts.Find(path) is { } facts)
            {
                if (facts.Kind != FileKind.Regular)
                    return (null, $"'{name}' in Edge:Grants:SecretsDirectory is not a regular file");
                if ((facts.Mode & UnixFileMode.OtherWrite) != 0 && !FileFacts.IsOnReadOnlyMount(path))
                    return (null, $"the file '{name}' in Edge:Grants:SecretsDirectory may be written by everybody (chmod o-w, or mount "
                        + $"it read-only)");
            }

            using var file = File.OpenRead(path);
            if (file.Length > MaxBytes)
                return (null, $"the file '{name}' in Edge:Grants:SecretsDirectory has more than {MaxBytes} bytes");
            using var reader = new StreamReader(file, Encoding.UTF8);
            var value = reader.ReadToEnd().TrimEnd('\r', '\n');
            return value.Length > 0 ? (value, null) : (null, $"the file '{name}' in Edge:Grants:SecretsDirectory is empty");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return (null, $"the file '{name}' in Edge:Grants:SecretsDirectory cannot be read: {e.Message}");
        }
    }
}
