using System.Text;
using System.Text.RegularExpressions;
using Edge.Policy.Stores;
using Edge.Startup;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Edge.Tests.Stores;

/// <summary>What <c>docs/stores.md</c> says of the store is so.</summary>
public sealed partial class StorePageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Root(), "docs", "stores.md"));

    [Fact]
    public void The_settings_of_the_page_are_good()
    {
        var settings = Read(Example().Match(Page).Groups["json"].Value);

        Assert.Equal((StoreKind.Postgres, FailureMode.Closed, "db"),
            (settings.Store.Kind, settings.Store.FailureMode, settings.Store.Postgres.Connection!.Host));
    }

    [Fact]
    public void The_defaults_of_the_page_are_those_of_the_code()
    {
        var defaults = Row().Matches(Page).ToDictionary(m => m.Groups["key"].Value, m => m.Groups["value"].Value.Trim('`'));
        var store = Read("{}").Store;

        Assert.Equal(["CommandTimeout", "ConnectTimeout", "ConnectionString", "Durable", "FailureMode", "Kind", "MaxConnections", "Path"],
            defaults.Keys.Order(StringComparer.Ordinal));
        Assert.Equal((StoreKind.Sqlite, "sqlite"), (store.Kind, defaults["Kind"]));
        Assert.Equal((store.Path, "false"), (defaults["Path"], defaults["Durable"]));
        Assert.Equal((FailureMode.Closed, "closed"), (store.FailureMode, defaults["FailureMode"]));
        Assert.Equal(store.Postgres.MaxConnections.ToString(System.Globalization.CultureInfo.InvariantCulture), defaults["MaxConnections"]);
        Assert.Equal((store.Postgres.ConnectTimeout.ToString(), store.Postgres.CommandTimeout.ToString()),
            (defaults["ConnectTimeout"], defaults["CommandTimeout"]));
    }

    private static EdgeSettings Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var configuration = new ConfigurationBuilder().AddJsonStream(stream)
            .AddInMemoryCollection([KeyValuePair.Create("Edge:Policies:p", (string?)"p.json")]).Build();
        return EdgeSettings.Read(configuration);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Edge.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder.FullName;
    }

    [GeneratedRegex("^## PostgreSQL\n.*?^```json\n(?<json>.*?)\n```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("^\\| `(?<key>[A-Z][A-Za-z]+)` \\| (?<value>[^|]+) \\|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
