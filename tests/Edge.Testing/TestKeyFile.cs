using System.Security.Cryptography;

namespace Edge.Testing;

/// <summary>A key file for an Edge that may not make its own.</summary>
public static class TestKeyFile
{
    /// <summary>Writes a new secret, for its owner only, to <paramref name="path"/>; leaves a file that is there as it is.</summary>
    public static string Write(string path)
    {
        if (File.Exists(path))
            return path;
        File.WriteAllText(path, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }
}
