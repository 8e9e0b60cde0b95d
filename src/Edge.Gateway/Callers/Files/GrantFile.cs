using System.Collections.Immutable;
using Edge.Gateway.Files;
using Edge.Gateway.Reloading;
using Edge.Gateway.Settings;

namespace Edge.Gateway.Callers.Files;

/// <summary>A grants file in the hands of a command.</summary>
/// <param name="directory">What a relative path is relative to.</param>
/// <param name="path">The path as it was given.</param>
internal sealed class GrantFile(string directory, string path)
{
    /// <summary>Reads the file.</summary>
    /// <exception cref="StartupException">It cannot be read, or has mistakes: all of them.</exception>
    public (byte[] Bytes, ImmutableArray<GrantDocument> Grants) Read()
    {
        var (bytes, error) = ContentFile.Read(directory, path, GrantCodes.Family, "grants (make one with 'edge grant new')");
        return bytes is null ? throw new StartupException([error!]) : (bytes, Parse(bytes));
    }

    /// <summary>Changes the file, whole or not at all, while no other command does.</summary>
    /// <param name="change">
    /// From the bytes of the file and its grants (null and none, where there is no file) to the new bytes. What it throws changes nothing.
    /// </param>
    /// <exception cref="StartupException">
    /// The file cannot be read or written, or it has mistakes, before or afterwards: all of them.
    /// </exception>
    public void Change(Func<byte[]?, ImmutableArray<GrantDocument>, byte[]> change)
    {
        if (FileFacts.WhyNoFile(Path.Combine(directory, path)) is { } oddity)
            throw new StartupException([$"{path}: error {GrantCodes.Family}_file_kind: {oddity}"]);
        try
        {
            FileRewrite.Apply(Path.Combine(directory, path), there =>
            {
                var (bytes, grants) = there is null ? (null, []) : Read();
                var next = change(bytes, grants);
                Parse(next);
                return next;
            });
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
