using System.Security.Cryptography;
using System.Text;
using Edge.Gateway.Callers;
using Edge.Startup;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Configuration;

namespace Edge.Tests.Grants;

/// <summary>A folder with a grants file, secrets and two policies, as an operator has it.</summary>
internal sealed class GrantFolder : IDisposable
{
    /// <summary>The tokens of the tests; the first has the hash <see cref="HashA"/>.</summary>
    public const string TokenA = "edge_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    public const string TokenB = "edge_BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB";

    public static readonly string HashA = Hash(TokenA);
    public static readonly string HashB = Hash(TokenB);

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("edge-grants-");

    /// <summary>
    /// Makes the folder; in <paramref name="grants"/>, <c>A</c> and <c>B</c> in angle brackets stand for the hashes of the tokens.
    /// </summary>
    public GrantFolder(string grants = """{ "grants": [] }""")
    {
        Write(grants);
        Directory.CreateDirectory(Secrets);
        File.WriteAllText(At("policy.json"), EdgeHost.AllowOne);
        File.WriteAllText(At("open.json"), EdgeHost.AllowAll);
    }

    /// <summary>The grants file.</summary>
    public string Grants => At("grants.json");

    /// <summary>The directory of secrets.</summary>
    public string Secrets => At("secrets");

    /// <summary>The folder.</summary>
    public string Path => _directory.FullName;

    public static string Hash(string token) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token)));

    /// <summary>A file of the folder.</summary>
    public string At(string name) => System.IO.Path.Combine(_directory.FullName, name);

    /// <summary>Writes the grants file.</summary>
    public void Write(string grants) => File.WriteAllText(
        Grants, grants.Replace("<A>", HashA, StringComparison.Ordinal).Replace("<B>", HashB, StringComparison.Ordinal));

    /// <summary>Writes a secret.</summary>
    public void WriteSecret(string name, string value) => File.WriteAllText(System.IO.Path.Combine(Secrets, name), value);

    /// <summary>
    /// The settings that put the file in force for an Edge with the server <c>server</c> and the policies <c>test</c> and <c>open</c>.
    /// </summary>
    public (string Key, string Value)[] Settings(params (string Key, string Value)[] more) =>
    [
        ("Edge:Grants:File", Grants), ("Edge:Grants:SecretsDirectory", Secrets), ("Edge:Policies:open", At("open.json")), .. more,
    ];

    /// <summary>
    /// Loads the file as a start would, where the servers are <c>runpod</c> and <c>github</c> and the policies <c>test</c> and <c>open</c>.
    /// </summary>
    public GrantLoad Load(params (string Key, string Value)[] more)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Edge:Policies:test"] = "policy.json",
            ["Edge:Policies:open"] = "open.json",
            ["Edge:Grants:File"] = "grants.json",
            ["ReverseProxy:Clusters:runpod:Destinations:d:Address"] = "http://127.0.0.1:9/",
            ["ReverseProxy:Clusters:github:Destinations:d:Address"] = "http://127.0.0.1:9/",
        }).AddInMemoryCollection(more.ToDictionary(m => m.Key, m => (string?)m.Value)).Build();
        var settings = EdgeSettings.Read(configuration);
        return new GrantLoader(settings.Grants, Path,
            Edge.Gateway.Policies.LoadedPolicies.Load(settings.Policies, Path, settings.LimitDigits).Catalog,
            () => GrantSettings.ServersOf(configuration)).Load();
    }

    public void Dispose() => _directory.Delete(recursive: true);
}
