using Edge.Gateway.Callers.Credentials;
using Edge.Gateway.Settings;
using Edge.Policy.Text;

namespace Edge.Gateway.Callers;

/// <summary><c>Edge:Grants</c> and <c>Edge:Servers</c>: who may call, and what Edge shows the servers. Immutable.</summary>
internal sealed record GrantSettings
{
    /// <summary>The grants file, relative to the content root. Default value: null, where callers pass with their own credential.</summary>
    public string? File { get; init; }

    /// <summary>
    /// The directory of the secrets that credentials name by <c>${file:NAME}</c>, relative to the content root. Default value: null.
    /// </summary>
    public string? SecretsDirectory { get; init; }

    /// <summary>What Edge shows servers in its callers' place.</summary>
    public required IReadOnlyList<ServerCredential> Credentials { get; init; }

    /// <summary>The servers that there are: the ids of YARP's clusters, sorted.</summary>
    public static IReadOnlyList<string> ServersOf(IConfiguration configuration) =>
        [.. configuration.GetSection("ReverseProxy:Clusters").GetChildren().Select(c => c.Key).Order(StringComparer.Ordinal)];

    /// <summary>Reads the settings; mistakes are reported.</summary>
    public static GrantSettings Read(SettingsReader reader) => new()
    {
        File = reader.Text("Grants:File"),
        SecretsDirectory = reader.Text("Grants:SecretsDirectory"),
        Credentials = [.. ReadCredentials(reader, ServersOf(reader.Configuration))],
    };

    private static IEnumerable<ServerCredential> ReadCredentials(SettingsReader reader, IReadOnlyList<string> servers)
    {
        foreach (var server in reader.Names("Servers"))
        {
            var key = $"Servers:{server}:Credential";
            // Where the clusters stand elsewhere, the start compares.
            if (servers.Count > 0 && !servers.Contains(server, StringComparer.OrdinalIgnoreCase))
                reader.Report($"Servers:{server}",
                    "config_unknown_server", $"unknown server '{server}': no cluster has this name{Spelling.Hint(server, servers)}");
            var (header, value) = (reader.Text($"{key}:Header"), reader.Text($"{key}:Value"));
            if (header is null && value is null)
                continue;
            if (header is null || value is null)
            {
                reader.Report(key,
                    "config_missing_key", $"missing '{(header is null ? "Header" : "Value")}': expected a header and its value");
                continue;
            }

            if (CredentialTemplate.HeaderProblem(header) is { } wrongHeader)
                reader.Report($"{key}:Header", "config_invalid_credential", wrongHeader);
            if (CredentialTemplate.Read(header, value, out var problem) is { } template)
                yield return new ServerCredential(server, template, reader.PlaceOf($"{key}:Value"), reader.FullName($"{key}:Value"));
            else
                reader.Report($"{key}:Value", "config_invalid_credential", problem);
        }
    }
}
