using System.Collections.Frozen;
using System.Collections.Immutable;
using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Policies;
using Edge.Gateway.Reloading;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Gateway.Callers;

/// <summary>Loads grants and credentials: the one way, for the start and for reloads. Not thread-safe.</summary>
/// <param name="settings">Where they stand.</param>
/// <param name="directory">What relative paths are relative to.</param>
/// <param name="policies">The policies that grants may name.</param>
/// <param name="servers">The servers that there are, sorted.</param>
internal sealed class GrantLoader(GrantSettings settings, string directory, PolicyCatalog policies, Func<IReadOnlyList<string>> servers)
{
    private const int ShortRevisionLength = 12;

    /// <summary>The grants file, as the settings name it; null for none.</summary>
    public string? Path => settings.File;

    /// <summary>What the content is named now, if it refers to the secrets that <paramref name="known"/> has read.</summary>
    public string Look(SecretReader known)
    {
        var (bytes, unreadable) = ReadFile();
        return Name(bytes, unreadable, known);
    }

    /// <summary>Loads everything; all mistakes are in the result.</summary>
    public GrantLoad Load()
    {
        var secrets = new SecretReader(settings.SecretsDirectory is { } folder ? System.IO.Path.Combine(directory, folder) : null);
        var errors = new List<string>();
        var warnings = new List<string>();
        var credentials = ResolveCredentials(secrets, errors);
        var (bytes, unreadable) = ReadFile();
        var grants = ImmutableArray<Grant>.Empty;
        if (unreadable is not null)
            errors.Add(unreadable);
        else if (bytes is not null)
            grants = Compile(bytes, credentials, secrets, errors, warnings);

        var content = Name(bytes, unreadable, secrets);
        var revision = bytes is null ? "" : PolicyLoader.Revision(bytes)[..ShortRevisionLength];
        var snapshot = errors.Count == 0 ? new GrantSnapshot(content, revision, grants, credentials) : null;
        return new GrantLoad(snapshot, content, errors, secrets) { Revision = revision, Warnings = warnings };
    }

    private (byte[]? Bytes, string? Error) ReadFile() =>
        settings.File is { } file ? ContentFile.Read(directory, file, GrantCodes.Family, "grants (make one with 'edge grant new')")
        : (null, null);

    private FrozenDictionary<string, Credential> ResolveCredentials(SecretReader secrets, List<string> errors)
    {
        var credentials = new Dictionary<string, Credential>(StringComparer.OrdinalIgnoreCase);
        var known = servers();
        foreach (var written in settings.Credentials)
        {
            if (!known.Contains(written.Server, StringComparer.OrdinalIgnoreCase))
            {
                errors.Add(written.UnknownServer(Spelling.Hint(written.Server, known)));
                continue;
            }

            if (written.Template.Resolve(secrets, out var problem) is { } credential)
                credentials[written.Server] = credential;
            else
                errors.Add(written.Error(problem));
        }

        return credentials.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);
    }

    private ImmutableArray<Grant> Compile(
        byte[] bytes, FrozenDictionary<string, Credential> credentials, SecretReader secrets, List<string> errors, List<string> warnings)
    {
        var diagnostics = GrantsParser.NewBag(settings.File!);
        var compiler = new GrantCompiler(policies, servers(), credentials, secrets, diagnostics);
        var grants = GrantsParser.Read(bytes, diagnostics).Select(compiler.Compile).ToImmutableArray();
        foreach (var diagnostic in diagnostics.ToSorted())
            (diagnostic.Severity == Severity.Error ? errors : warnings).Add(diagnostic.ToString());
        return grants;
    }

    private static string Name(byte[]? bytes, string? unreadable, SecretReader secrets) =>
        $"{unreadable ?? (bytes is null ? "" : PolicyLoader.Revision(bytes))} {secrets.Fingerprint()}";
}
