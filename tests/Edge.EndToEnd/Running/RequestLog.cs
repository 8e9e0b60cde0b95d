using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Edge.EndToEnd.Running;

/// <summary>What arrived at the simulated API or at the server, as it keeps it itself.</summary>
internal sealed class RequestLog(Uri address)
{
    private static readonly HttpClient Client = new();

    /// <summary>The requests of one caller, oldest first, as "METHOD /path"; the server's check of the credential is left out.</summary>
    public async Task<IReadOnlyList<string>> OfAsync(string token)
    {
        var requests = await ReadAsync(token);
        return [.. requests.Select(r => $"{r.GetProperty("method").GetString()} {r.GetProperty("path").GetString()}")
            .Where(r => r != "POST /graphql")];
    }

    /// <summary>Everything that arrived with this credential, its check included.</summary>
    public async Task<IReadOnlyList<JsonElement>> ReadAsync(string token)
    {
        var credential = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"Bearer {token}")))[..12];
        using var answer = JsonDocument.Parse(await Client.GetByteArrayAsync(new Uri(address, $"_log?credential={credential}")));
        return [.. answer.RootElement.GetProperty("requests").Clone().EnumerateArray()];
    }
}
