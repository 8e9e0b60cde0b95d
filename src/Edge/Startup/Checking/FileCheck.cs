using System.Text.Json;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Policies;
using Edge.Gateway.Reloading;
using Edge.Policy.Documents;

namespace Edge.Startup.Checking;

/// <summary>Checks single files: policies, grants files and settings files, each recognised by its members.</summary>
internal static class FileCheck
{
    private static readonly string[] SettingsSections = ["Edge", "ReverseProxy", "Kestrel"];

    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>Checks each file for itself.</summary>
    public static async Task<IReadOnlyList<Finding>> RunAsync(IEnumerable<string> files)
    {
        var findings = new List<Finding>();
        foreach (var file in files)
        {
            var (bytes, _) = ContentFile.Read(Environment.CurrentDirectory, file, "policy", "a policy");
            findings.AddRange(bytes is null ? [Policy(file)] : KindOf(bytes) switch
            {
                FileKind.Schema => [new Finding(file, "a JSON schema, not checked", [], [])],
                FileKind.Grants => [Grants(file)],
                FileKind.Settings => await SettingsCheck.RunAsync(file),
                _ => [Policy(file)],
            });
        }

        return findings;
    }

    /// <summary>Checks one policy, for a store that counts so many digits.</summary>
    public static Finding Policy(string file, string? name = null, string? directory = null, LimitDigits? digits = null)
    {
        var load = PolicyLoader.Load(name ?? Path.GetFileNameWithoutExtension(file), directory ?? Environment.CurrentDirectory, file,
            digits);
        return new Finding(file, $"valid, revision {load.Policy?.ShortRevision}", load.Errors, load.Warnings);
    }

    // Which servers and policies there are, a grants file alone does not say.
    private static Finding Grants(string file)
    {
        var (bytes, error) = ContentFile.Read(Environment.CurrentDirectory, file, GrantCodes.Family, "grants");
        if (bytes is null)
            return new Finding(file, "", [error!], []);
        var diagnostics = GrantsParser.NewBag(file);
        var count = GrantsParser.Read(bytes, diagnostics).Length;
        var lines = diagnostics.ToSorted().ToLookup(line => line.Severity, line => line.ToString());
        var verdict = $"valid, {count} {(count == 1 ? "grant" : "grants")} ('edge check' without a file looks up their servers, "
            + $"policies and secrets too)";
        return new Finding(file, verdict, [.. lines[Severity.Error]], [.. lines[Severity.Warning]]);
    }

    private static FileKind KindOf(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes, Lenient);
            var root = json.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                return FileKind.Policy;
            return root.TryGetProperty("$schema", out var schema) && schema.ValueKind == JsonValueKind.String
                && schema.GetString()!.Contains("json-schema.org", StringComparison.Ordinal) ? FileKind.Schema
                : root.TryGetProperty("grants", out _) ? FileKind.Grants
                : SettingsSections.Any(section => root.TryGetProperty(section, out _)) ? FileKind.Settings
                : FileKind.Policy;
        }
        catch (JsonException)
        {
            // The parser of policies says where it is not JSON.
            return FileKind.Policy;
        }
    }

    private enum FileKind
    {
        Policy,
        Grants,
        Settings,
        Schema,
    }
}
