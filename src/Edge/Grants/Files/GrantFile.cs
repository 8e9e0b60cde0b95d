using System.Collections.Immutable;
using Edge.Configuration;
using Edge.Reloading;

namespace Edge.Grants.Files;

/// <summary>A grants file in the hands of a command.</summary>
/// <param name="directory">What a relative path is relative to.</param>
/// <param name="path">The path as it was given.</param>
internal sealed class GrantFile(string directory, string path)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Whether there is such a file.</summary>
    public bool Exists => File.Exists(Path.Combine(directory, path));

    /// <summary>Reads the file.</summary>
    /// <exception cref="StartupException">It cannot be read, or has mistakes: all of them.</exception>
    public (byte[] Bytes, ImmutableArray<GrantDocument> Grants) Read()
    {
        var (bytes, error) = ContentFile.Read(directory, path, GrantCodes.Family, "grants (make one with 'edge grant new')");
        return bytes is null ? throw new StartupException([error!]) : (bytes, Parse(bytes));
    }

    /// <summary>Puts <paramref name="bytes"/> in the file's place, whole or not at all, for its owner only; a link keeps pointing where it did.</summary>
    /// <exception cref="StartupException">The bytes are no grants file, or cannot be written.</exception>
    public void Write(byte[] bytes)
    {
        Parse(bytes);
        try
        {
            var full = Path.Combine(directory, path);
            full = File.Exists(full) && File.ResolveLinkTarget(full, returnFinalTarget: true) is { } target ? target.FullName : Path.GetFullPath(full);
            if (Path.GetDirectoryName(full) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            var next = $"{full}.{Environment.ProcessId}.new";
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
                options.UnixCreateMode = OwnerOnly;
            using (var file = new FileStream(next, options))
            {
                file.Write(bytes);
                file.Flush(flushToDisk: true);
            }

            File.Move(next, full, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartupException([$"{path}: error {GrantCodes.Family}_file_unwritable: cannot be written: {e.Message}"]);
        }
    }

    private ImmutableArray<GrantDocument> Parse(byte[] bytes)
    {
        var diagnostics = GrantsParser.NewBag(path);
        var grants = GrantsParser.Read(bytes, diagnostics);
        return diagnostics.HasErrors ? throw new StartupException([.. diagnostics.ToSorted().Select(d => d.ToString())]) : grants;
    }
}
