using System.Security.Cryptography;
using Edge.Configuration;

namespace Edge.Keys;

/// <summary>
/// The file that holds Edge's secrets: one a line, 32 bytes in base64, readable by its owner only. Made at the first start. To rotate, put
/// a new secret in front; drop the old one when nothing made with it is in use any more.
/// </summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads the secrets of <paramref name="path"/>; makes the file with one secret if there is none and <paramref name="create"/>.</summary>
    /// <exception cref="StartupException">The file cannot be read, may be read by others, or holds something else.</exception>
    public static EdgeKeys Load(string directory, string path, bool create)
    {
        var full = Path.Combine(directory, path);
        try
        {
            if (!File.Exists(full))
            {
                if (!create)
                    throw Fault(path, "key_file_missing", "expected the key file that all Edges of this store share, found none (copy it from the first Edge, or make one: openssl rand -base64 32)");
                Create(full);
            }

            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(full) & ~OwnerOnly & ~UnixFileMode.UserExecute) != 0)
                throw Fault(path, "key_file_mode", "expected a key file for its owner only, found one that others may read or write (chmod 600)");
            return new EdgeKeys(Parse(path, File.ReadAllLines(full)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, "key_file_unreadable", $"the key file cannot be read or made: {e.Message}");
        }
    }

    private static List<byte[]> Parse(string path, string[] lines)
    {
        var secrets = new List<byte[]>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (string.IsNullOrWhiteSpace(lines[i]))
                continue;
            var secret = new byte[EdgeKeys.KeyBytes];
            if (!Convert.TryFromBase64String(lines[i].Trim(), secret, out var length) || length != EdgeKeys.KeyBytes)
                throw Fault($"{path}:{i + 1}:1", "key_file_content", $"expected {EdgeKeys.KeyBytes} bytes in base64, found something else");
            secrets.Add(secret);
        }

        return secrets.Count > 0 ? secrets : throw Fault(path, "key_file_content", "expected at least one secret, found none");
    }

    private static void Create(string full)
    {
        if (Path.GetDirectoryName(full) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        using var file = new StreamWriter(full, options);
        file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(EdgeKeys.KeyBytes)));
    }

    private static StartupException Fault(string place, string code, string message) => new([$"{place}: error {code}: {message}"]);
}
