using Edge.Gateway.Files;

namespace Edge.Gateway.Reloading;

/// <summary>
/// Changes a file that other programs may read or change at the same time: no change is lost. Thread-safe, across processes.
/// </summary>
/// <remarks>
/// (1) take the lock, a file beside it that goes away with its holder; (2) read; (3) write the new bytes beside it, to the disk; (4) the
/// file is still what was read, which an editor that knows no lock may have changed; (5) the new file takes its place in one step.
/// </remarks>
internal static class FileRewrite
{
    /// <summary>How long a change waits for those before it, about.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int MaxTries = 8;
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Changes the file at <paramref name="path"/>. A link keeps pointing where it did, and a file keeps its permissions; a new one is for
    /// its owner only.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="change">
    /// From the bytes that are there, null without a file, to the new ones; null leaves the file as it is. What it throws is thrown, and
    /// changes nothing. It may be asked again.
    /// </param>
    /// <exception cref="IOException">
    /// The file cannot be read or written, or others held it for longer than <see cref="Patience"/>.
    /// </exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read or written.</exception>
    public static void Apply(string path, Func<byte[]?, byte[]?> change)
    {
        var target = File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } linked
            ? linked.FullName
            : Path.GetFullPath(path);
        if (FileFacts.WhyNoFile(target) is { } oddity)
            throw new IOException(oddity);
        if (Path.GetDirectoryName(target) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);

        // 1: the lock
        using var held = Lock($"{target}.lock");
        for (var i = 0; ; i++)
        {
            // 2: what is there
            var before = Read(target);
            if (change(before) is not { } after)
                return;

            // 3, 4, 5: beside it, and into its place
            if (TryReplace(target, before, after))
                return;
            if (i == MaxTries)
                throw new IOException("another program changes the file again and again");
        }
    }

    private static FileStream Lock(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.None,
            Options = FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        // Never set: there is no signal for the end of another process's lock.
        using var released = new ManualResetEventSlim();
        for (var waited = TimeSpan.Zero; ; waited += LookAgain)
        {
            try
            {
                return new FileStream(path, options);
            }
            catch (IOException e) when (IsHeld(e))
            {
                if (waited >= Patience)
                    throw new IOException($"another command holds '{Path.GetFileName(path)}'", e);
            }

            released.Wait(LookAgain);
        }
    }

    // Windows: a sharing or lock violation. Elsewhere: EAGAIN of Linux or macOS.
    private static bool IsHeld(IOException e) => e.GetType() == typeof(IOException) && (e.HResult & 0xFFFF) is 32 or 33 or 11 or 35;

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    private static bool TryReplace(string target, byte[]? before, byte[] after)
    {
        // A name that nobody knows before, and never what is there already: a link would lead elsewhere.
        var beside = $"{target}.{Path.GetRandomFileName()}";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var file = new FileStream(beside, options))
            {
                if (before is not null && !OperatingSystem.IsWindows())
                    File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(target));
                file.Write(after);
                file.Flush(flushToDisk: true);
            }

            var now = Read(target);
            if (now is null ? before is not null : !now.AsSpan().SequenceEqual(before))
                return false;
            File.Move(beside, target, overwrite: true);
            return true;
        }
        finally
        {
            File.Delete(beside);
        }
    }
}
