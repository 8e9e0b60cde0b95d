using System.Security.Cryptography;
using Edge.Gateway.Files;
using Edge.Gateway.Settings;

namespace Edge.Gateway.Keys;

/// <summary>
/// The file that holds Edge's secrets: one a line, 32 bytes in base64, readable by its owner only. Made at the first start. To rotate, put
/// a new secret in front; drop the old one when nothing made with it is in use any more.
/// A file of another user may be readable by its group as well: so Kubernetes gives a Secret to a pod (<c>fsGroup</c>).
/// </summary>
internal static class KeyFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode GroupRead = UnixFileMode.GroupRead;

    /// <summary>
    /// Reads the secrets of <paramref name="path"/>; makes the file with one secret if there is none and <paramref name="create"/>.
    /// </summary>
    /// <exception cref="StartupException">The file cannot be read, may be read by others, or holds something else.</exception>
    public static EdgeKeys Load(string directory, string path, bool create)
    {
        var full = Path.Combine(directory, path);
        try
        {
            if (!Path.Exists(full))
            {
                if (!create)
                    throw Fault(path, "key_file_missing",
                        "expected the key file that all Edges of this store share, found none (copy it from the first Edge, or make one: "
                            + "openssl rand -base64 32)");
                Create(full);
            }

            Check(path, FileFacts.Find(full));
            return new EdgeKeys(Parse(path, File.ReadAllLines(full)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(path,
                "key_file_unreadable", $"the key file cannot be read or made: {e.Message.TrimEnd('.')}{FolderHint.For(full)}");
        }
    }

    /// <summary>Refuses what is no regular file, or may be read by more than its owner and, of another user's, its group.</summary>
    /// <exception cref="StartupException">It is refused.</exception>
    public static void Check(string path, FileFacts? facts)
    {
        if (facts is null)
            return;
        if (facts.Kind != FileKind.Regular)
            throw Fault(path, "key_file_kind", "expected a regular file, found a FIFO, a socket, a device or a folder");
        var allowed = OwnerOnly | UnixFileMode.UserExecute | (facts.IsOfAnotherUser ? GroupRead : 0);
        if ((facts.Mode & ~allowed) != 0)
        {
            throw Fault(path, "key_file_mode",
                "expected a file that only its owner may read (chmod 600), or one of another user that its group may read as well "
                + $"(chmod 440, in Kubernetes defaultMode 0440 with fsGroup); found {facts.Description}");
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

        // Another program that starts at the same moment finds the whole file or none, and who comes second takes what is there: what one
        // of them has signed by then must be good at the next start.
        var beside = $"{full}.{Path.GetRandomFileName()}";
        try
        {
            using (var file = new StreamWriter(beside, options))
                file.WriteLine(Convert.ToBase64String(RandomNumberGenerator.GetBytes(EdgeKeys.KeyBytes)));
            File.Move(beside, full);
        }
        catch (IOException) when (File.Exists(full))
        {
            // The other was faster.
        }
        finally
        {
            File.Delete(beside);
        }
    }

    private static StartupException Fault(string place, string code, string message) => new([$"{place}: error {code}: {message}"]);
}
