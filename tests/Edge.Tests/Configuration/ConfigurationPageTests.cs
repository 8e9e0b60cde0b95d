using System.Text.RegularExpressions;
using Edge.Gateway.Enforcement;
using Edge.Gateway.Enforcement.Denials;
using Edge.Gateway.Settings;
using Edge.Startup;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Edge.Tests.Configuration;

/// <summary>The page on configuration names every key there is, and no other.</summary>
public sealed class ConfigurationPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "configuration.md"));

    [Fact]
    public void Every_key_on_the_page_is_known()
    {
        var keys = Regex.Matches(Page, @"^\| `(Edge:[A-Za-z:]+)`", RegexOptions.Multiline).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(keys);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(keys.Select(k => KeyValuePair.Create(k, (string?)"x")))
            .Build();
        var mistakes = Assert.Throws<StartupException>(() => EdgeSettings.Read(configuration)).Lines;
        Assert.DoesNotContain(mistakes, m => m.Contains("config_unknown_key", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_that_is_read_is_on_the_page()
    {
        var reader = new SettingsReader(new ConfigurationBuilder().Build(), "Edge");
        EdgeSettings.Read(reader);
        Assert.All(reader.Asked, key => Assert.Contains($"`Edge:{key}", Page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_metadata_of_a_route_is_on_the_page()
    {
        Assert.All(RouteValidator.KnownMetadata, key => Assert.Contains($"| `{key}` |", Page, StringComparison.Ordinal));
        Assert.All(UnknownToolTemplates.Names, name => Assert.Contains($"`{name}`", Page, StringComparison.Ordinal));
    }
}
