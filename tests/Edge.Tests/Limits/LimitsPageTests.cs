using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Startup;
using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Edge.Tests.Limits;

/// <summary>Plays every example of <c>docs/limits.md</c> against a whole Edge.</summary>
public sealed partial class LimitsPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "docs", "limits.md"));

    public static TheoryData<string> Examples => [.. Example().Matches(Page).Select(m => m.Groups["title"].Value)];

    [Theory]
    [MemberData(nameof(Examples))]
    public async Task Calls_are_answered_as_the_page_says(string title)
    {
        var example = Example().Matches(Page).Single(m => m.Groups["title"].Value == title);
        await using var play = await LimitsPlay.StartAsync(example.Groups["policy"].Value);
        var rows = example.Groups["rows"].Captures.Select(c => c.Value.Trim('|', '\n').Split('|', StringSplitOptions.TrimEntries))
            .ToArray();
        Assert.NotEmpty(rows);
        foreach (var row in rows)
            await play.RowAsync(TimeOnly.ParseExact(row[0], "HH:mm:ss"), row[1], row[2]);
    }

    [Fact]
    public void No_policy_of_the_page_is_left_out() =>
        Assert.Equal(Regex.Count(Page, "^```json policy", RegexOptions.Multiline), Examples.Count);

    [Fact]
    public void The_settings_of_the_page_are_good_and_those_of_floods_the_usual_ones()
    {
        var settings = Settings().Matches(Page).Select(m => Read(m.Groups["json"].Value)).ToArray();
        Assert.Equal(2, settings.Length);
        Assert.Equal(Read("{}").Flood, settings[0].Flood);
        Assert.True(settings[1].Proxies.Contains(System.Net.IPAddress.Parse("10.0.0.200")));
    }

    [Fact]
    public async Task A_flood_is_answered_as_the_page_says()
    {
        await using var edge = await EdgeHost.StartAsync(settings: [("Edge:Flood:RequestsPerSecond", "1"), ("Edge:Flood:Burst", "2")]);
        var answers = new List<string>();
        for (var i = 0; i < 10; i++)
            answers.Add((await edge.PostAsync("""{"jsonrpc":"2.0","id":7,"method":"ping"}""")).Text);
        Assert.Contains(Answer().Match(Page).Groups["json"].Value, answers);
    }

    [Fact]
    public void The_shipped_settings_say_what_the_code_would()
    {
        using var json = JsonDocument.Parse(Settings().Match(Page).Groups["json"].Value);
        Assert.Equal(json.RootElement.GetProperty("Edge").GetProperty("Flood").GetRawText(), ShippedFlood());
    }

    private static string ShippedFlood()
    {
        using var json = JsonDocument.Parse(Repository.Read("appsettings.json"));
        return json.RootElement.GetProperty("Edge").GetProperty("Flood").GetRawText();
    }

    private static EdgeSettings Read(string json)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(json));
        var configuration = new ConfigurationBuilder().AddJsonStream(stream)
            .AddInMemoryCollection([KeyValuePair.Create("Edge:Policies:p", (string?)"p.json")]).Build();
        return EdgeSettings.Read(configuration);
    }

    [GeneratedRegex(
        "^##+ (?<title>[^\n]+)\n(?:(?!^##|^```json policy)[^\n]*\n)*```json policy\n(?<policy>.*?)\n```\n\n\\| at "
        + "[^\n]*\n\\|---[^\n]*\n(?<rows>\\|[^\n]*\n)*", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex("^```json settings\n(?<json>.*?)\n```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Settings();

    [GeneratedRegex("^```json answer\n(?<json>.*?)\n```", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Answer();
}
