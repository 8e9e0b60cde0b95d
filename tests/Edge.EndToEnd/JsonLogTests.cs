using System.Text.Json;
using Edge.EndToEnd.Clients;
using Edge.EndToEnd.Running;

namespace Edge.EndToEnd;

public sealed class JsonLogTests(RunpodWorld world)
{
    [Fact]
    public async Task By_a_switch_every_line_of_the_console_is_json_and_a_denial_is_an_event_with_its_rule()
    {
        await using var edge = await EdgeProgram.StartAsync(
            world.Server, """{ "version": "1", "default": "deny" }""", ("Logging__Console__FormatterName", "json"));
        using var client = new McpHttp(edge.Url, McpHttp.NewToken());
        await client.CallAsync("list-endpoints");
        await edge.SaysAsync("\"EventId\":200");

        var lines = edge.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var denial = Assert.Single(lines, line => Read(line).GetProperty("EventId").GetInt32() == 200);
        var state = Read(denial).GetProperty("State");
        Assert.Equal(("tools/call", "/default", "not_listed"), (Text("Method"), Text("Rule"), Text("Reason")));
        Assert.Equal(26, Text("DecisionId")!.Length);

        string? Text(string name) => state.GetProperty(name).GetString();

        static JsonElement Read(string line)
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.Clone();
        }
    }
}
