using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Gateway.Approvals;
using Edge.Startup;
using Edge.Testing;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>No secret of any tool of runpod-mcp is shown to the people who answer approvals.</summary>
public sealed partial class ShippedMaskTests
{
    private const string Secret = "hunter2";

    /// <summary>Arguments whose names suggest a secret, and which are none.</summary>
    private static readonly Dictionary<string, string> Open = new()
    {
        ["body.keys"] = "public SSH keys, which a person has to read",
        ["containerRegistryAuthId"] = "the id of a credential",
    };

    [Theory]
    [InlineData("36", false)]
    [InlineData("68", false)]
    [InlineData("36", true)]
    [InlineData("68", true)]
    public void Every_argument_whose_name_suggests_a_secret_is_masked(string surface, bool byDefault)
    {
        var mask = (byDefault ? Default() : Shipped()).Approvals.Mask;
        var (secrets, shown) = (0, new List<string>());
        foreach (var (tool, argument, type) in Arguments(surface))
        {
            if (!LooksSecret().IsMatch(argument) || Open.ContainsKey(argument))
                continue;
            secrets++;
            var call = Encoding.UTF8.GetBytes(CallWith(argument.Split('.'), type));
            if (ArgumentText.Of(new ReadOnlySequence<byte>(call), mask).Contains(Secret, StringComparison.Ordinal))
                shown.Add($"{tool} {argument}");
        }

        Assert.Equal("", string.Join('\n', shown));
        Assert.True(secrets >= 6, $"only {secrets} arguments look secret");
    }

    [Fact]
    public void What_is_masked_by_default_is_what_the_shipped_settings_mask() =>
        Assert.Equal(Shipped().Approvals.Mask.Select(p => p.Text), Default().Approvals.Mask.Select(p => p.Text));

    [Fact]
    public void The_rest_of_a_call_is_shown()
    {
        var call = """{"body":{"name":"r","username":"u","password":"hunter2"}}"""u8.ToArray();
        var shown = ArgumentText.Of(new ReadOnlySequence<byte>(call), Shipped().Approvals.Mask);
        Assert.Equal("""{"body":{"name":"r","username":"u","password":"***"}}""", shown);
    }

    private static EdgeSettings Shipped() =>
        Read(new ConfigurationBuilder().AddJsonFile(Path.Combine(Repository.Root, "appsettings.json")));

    private static EdgeSettings Default() =>
        Read(new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("Edge:Policies:p", (string?)"p.json")]));

    private static EdgeSettings Read(IConfigurationBuilder settings) => EdgeSettings.Read(settings.Build());

    private static IEnumerable<(string Tool, string Argument, string Type)> Arguments(string surface)
    {
        var recorded = Repository.Read("tests", "Edge.Policy.Tests", "Shipped", $"runpod-arguments-{surface}.json");
        foreach (var (tool, arguments) in JsonSerializer.Deserialize<Dictionary<string, Dictionary<string, string>>>(recorded)!)
        {
            foreach (var (argument, type) in arguments)
                yield return (tool, argument, type);
        }
    }

    private static string CallWith(string[] path, string type) => path.Length == 0
        ? type switch { "map" or "object" => $$"""{"A":"{{Secret}}"}""", "array" => $"""["{Secret}"]""", _ => $"\"{Secret}\"" }
        : $$"""{"{{path[0]}}":{{CallWith(path[1..], type)}}}""";

    [GeneratedRegex(@"(?i)(password|passphrase|secret|token|credential|private|auth|accessid|(^|\.)env$|keys?$)")]
    private static partial Regex LooksSecret();
}
