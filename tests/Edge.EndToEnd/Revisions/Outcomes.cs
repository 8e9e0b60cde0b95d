using System.Text.Json;

namespace Edge.EndToEnd.Revisions;

/// <summary>What a client of <c>clients/run.mjs</c> saw, each step in short.</summary>
internal static class Outcomes
{
    /// <summary>
    /// The reason of a denial that came as a result; "thrown CODE REASON" of one that came as an error; else the text, or what was heard.
    /// </summary>
    public static string Of(JsonElement result)
    {
        if (result.TryGetProperty("thrown", out _))
            return $"thrown {result.GetProperty("code")} {Reason(result.GetProperty("data"))}".TrimEnd();
        if (result.TryGetProperty("heard", out var heard))
            return $"heard {heard}";
        if (result.TryGetProperty("listens", out var listens))
            return $"listens {listens}";
        if (!result.TryGetProperty("decision", out var decision) || decision.ValueKind == JsonValueKind.Null)
            return result.GetProperty("text").GetString()!;
        Assert.True(result.GetProperty("isError").GetBoolean());
        return decision.GetProperty("reason").GetString()!;
    }

    public static string? Reason(JsonElement data) =>
        data.ValueKind == JsonValueKind.Object && data.TryGetProperty("edge.policy/decision", out var decision)
        ? decision.GetProperty("reason").GetString() : null;
}
