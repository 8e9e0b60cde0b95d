using Edge.Policy.Parsing;

namespace Edge.Policies;

/// <summary>Reads a policy file's bytes.</summary>
internal static class PolicyFile
{
    /// <summary>Reads the file, or says in one line why it cannot be used.</summary>
    public static (byte[]? Bytes, string? Error) Read(string directory, string path)
    {
        try
        {
            var full = Path.Combine(directory, path);
            var file = new FileInfo(full);
            if (!file.Exists)
                return (null, Line("policy_file_missing", $"no such file (looked for '{full}')"));
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(full) & UnixFileMode.OtherWrite) != 0)
                return (null, Line("policy_file_writable", "expected a file that only its owner may change, found one that everybody may write (chmod o-w)"));
            if (file.Length == 0)
                return (null, Line("policy_file_empty", "expected a policy, found an empty file"));
            if (file.Length > PolicyParser.MaxBytes)
                return (null, Line("policy_file_too_large", $"expected at most {PolicyParser.MaxBytes} bytes, found {file.Length}"));
            var bytes = File.ReadAllBytes(full);
            // A file caught between truncation and writing is empty though it was not a moment ago.
            return bytes.Length == 0 ? (null, Line("policy_file_empty", "expected a policy, found an empty file")) : (bytes, null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return (null, Line("policy_file_unreadable", $"cannot be read: {e.Message}"));
        }

        string Line(string code, string message) => $"{path}: error {code}: {message}";
    }
}
