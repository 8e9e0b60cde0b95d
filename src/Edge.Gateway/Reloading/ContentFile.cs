using Edge.Gateway.Files;
using Edge.Policy.Parsing;

namespace Edge.Gateway.Reloading;

/// <summary>Reads the bytes of a file that an operator writes. Only regular files: to open a FIFO would wait for a writer.</summary>
internal static class ContentFile
{
    /// <summary>Reads the file, or says in one line why it cannot be used.</summary>
    /// <param name="directory">What a relative path is relative to.</param>
    /// <param name="path">The path as the settings have it.</param>
    /// <param name="family">What the codes begin with: <c>policy</c>.</param>
    /// <param name="what">What the file should hold: <c>a policy</c>.</param>
    public static (byte[]? Bytes, string? Error) Read(string directory, string path, string family, string what)
    {
        try
        {
            var full = Path.Combine(directory, path);
            if (FileFacts.WhyNoFile(full) is { } oddity)
                return (null, Line("kind", oddity));
            var file = new FileInfo(full);
            if (!file.Exists)
                return (null, Line("missing", $"no such file (looked for '{full}')"));
            if (FileFacts.Find(full) is { } facts && (facts.Mode & UnixFileMode.OtherWrite) != 0 && !FileFacts.IsOnReadOnlyMount(full))
            {
                return (null, Line(
                    "writable",
                    "expected a file that only its owner may change, found one that everybody may write (chmod o-w, or mount it "
                        + "read-only)"));
            }

            if (file.Length == 0)
                return (null, Line("empty", $"expected {what}, found an empty file"));
            if (file.Length > PolicyParser.MaxBytes)
                return (null, Line("too_large", $"expected at most {PolicyParser.MaxBytes} bytes, found {file.Length}"));
            var bytes = File.ReadAllBytes(full);
            // A file caught between truncation and writing is empty though it was not a moment ago.
            return bytes.Length == 0 ? (null, Line("empty", $"expected {what}, found an empty file")) : (bytes, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return (null, Line("unreadable", $"cannot be read: {e.Message}"));
        }

        string Line(string code, string message) => $"{path}: error {family}_file_{code}: {message}";
    }

    /// <summary>What looks doubtful about a file that <see cref="Read"/> reads, in one line; null for nothing.</summary>
    public static string? Doubt(string directory, string path, string family) =>
        FileFacts.Find(Path.Combine(directory, path)) is { } facts && (facts.Mode & UnixFileMode.OtherWrite) != 0
            ? $"{path}: warning {family}_file_writable: everybody may write the file by its mode ({facts.Description}); "
                + "only its read-only mount keeps it as it is"
            : null;
}
