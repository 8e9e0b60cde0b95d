using System.Collections.Concurrent;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Edge.EndToEnd.Revisions;

/// <summary>
/// The official C# client over one connection, with a person behind it who always says the same; its answers in short, as
/// <see cref="Outcomes"/> has them.
/// </summary>
internal sealed class CSharpClient : IAsyncDisposable
{
    private const string Changed = "notifications/tools/list_changed";

    private readonly HttpClientTransport _transport;
    private readonly ConcurrentQueue<string> _heard;
    private readonly McpClient _client;

    private CSharpClient(HttpClientTransport transport, McpClient client, ConcurrentQueue<string> heard)
    {
        _transport = transport;
        _client = client;
        _heard = heard;
    }

    public string? Revision => _client.NegotiatedProtocolVersion;

    /// <summary>How many notices of changed tools have come.</summary>
    public int Heard => _heard.Count;

    /// <summary>Connects, asking for one revision, or for the newest with a way back to the older ones.</summary>
    public static async Task<CSharpClient> ConnectAsync(Uri url, string token, string? revision)
    {
        var heard = new ConcurrentQueue<string>();
        var transport = new HttpClientTransport(new HttpClientTransportOptions
        {
            Endpoint = url,
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        });
        var options = new McpClientOptions
        {
            ProtocolVersion = revision,
            Handlers = new McpClientHandlers
            {
                ElicitationHandler = (request, _) => new(new ElicitResult
                {
                    Action = "accept",
                    Content = request!.RequestedSchema!.Properties.Keys.ToDictionary(name => name,
                        _ => JsonSerializer.SerializeToElement("Ada")),
                }),
#pragma warning disable MCP9005 // Sampling is deprecated from 2026-07-28 on; the older revisions have it.
                SamplingHandler = (_, _, _) =>
                    new(new CreateMessageResult { Model = "none", Content = [new TextContentBlock { Text = "Paris" }] }),
#pragma warning restore MCP9005
                NotificationHandlers =
                [
                    new(Changed, (notification, _) =>
                    {
                        heard.Enqueue(notification.Method);
                        return ValueTask.CompletedTask;
                    }),
                ],
            },
        };
        return new(transport, await McpClient.CreateAsync(transport, options), heard);
    }

    public async Task<IReadOnlyList<string>> ListAsync() => [.. (await _client.ListToolsAsync()).Select(tool => tool.Name)];

    public async Task<string> CallAsync(string tool, Dictionary<string, object?>? arguments = null,
        CancellationToken cancellation = default)
    {
        var result = await _client.CallToolAsync(tool, arguments ?? [], cancellationToken: cancellation);
        var json = JsonSerializer.SerializeToElement(result, McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(CallToolResult)));
        var reason = json.TryGetProperty("_meta", out var meta) ? Outcomes.Reason(meta) : null;
        Assert.Equal(reason is not null, result.IsError == true);
        return reason ?? string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));
    }

    public Task<string> ReadAsync(string uri) =>
        OrThrownAsync(async () => ((TextResourceContents)(await _client.ReadResourceAsync(uri)).Contents[0]).Text);

    public Task<string> PromptAsync(string name) =>
        OrThrownAsync(async () => ((TextContentBlock)(await _client.GetPromptAsync(name)).Messages[0].Content).Text);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _transport.DisposeAsync();
    }

    private static async Task<string> OrThrownAsync(Func<Task<string>> ask)
    {
        try
        {
            return await ask();
        }
        catch (McpProtocolException error)
        {
            return $"thrown {(int)error.ErrorCode}";
        }
    }
}
