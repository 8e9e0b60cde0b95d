using Edge.Testing;
using Edge.Tests.Hosting;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>A collector that does not take what Edge sends is in the log, once.</summary>
[Collection(AloneCollection.Name)]
public sealed class ExportTroubleTests
{
    private const string Call = """{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"other"}}""";

    [Theory]
    [InlineData("http/protobuf", true, "404")]
    [InlineData("http/protobuf", false, "Connection refused")]
    [InlineData("grpc", false, "Connection refused")]
    public async Task It_is_one_warning_with_the_address_and_what_was_seen(string protocol, bool isThere, string expected)
    {
        await using var collector = await ScriptedServer.StartAsync(static (context, _) =>
        {
            context.Response.StatusCode = 404;
            return Task.CompletedTask;
        });
        var address = isThere ? collector.Address : new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        await using var edge = await EdgeHost.StartAsync(settings:
        [
            ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", isThere ? new Uri(address, "v1/traces").ToString() : address.ToString()),
            ("OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", protocol), ("OTEL_BSP_SCHEDULE_DELAY", "10"),
        ]);
        for (var i = 0; i < 3; i++)
        {
            await edge.PostAsync(Call);
            var seen = i;
            await Deadline.Until(() => Lines().Count > 0 && (!isThere || collector.Received.Count > seen), "the warning");
        }

        await edge.StopAsync();
        var line = Lines()[0];
        Assert.Equal(LogLevel.Warning, line.Level);
        Assert.Contains(address.Authority, line.Message, StringComparison.Ordinal);
        Assert.Contains(expected, line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", line.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", line.Message, StringComparison.Ordinal);
        Assert.Single(Lines().Select(l => l.Message).Distinct());

        List<RecordedLog> Lines() =>
            [.. edge.Logs.Lines.Where(l => l.Id.Name == "Trouble" && l.Message.Contains(address.Authority, StringComparison.Ordinal))];
    }
}
