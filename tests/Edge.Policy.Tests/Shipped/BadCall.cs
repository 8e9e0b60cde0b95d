using System.Text.Json;

namespace Edge.Policy.Tests.Shipped;

/// <summary>A change to a good call that breaks one rule of its row, and what the policy says to it.</summary>
internal sealed record BadCall
{
    /// <summary>The rule that is broken, in the words of the row.</summary>
    public required string Breaks { get; init; }

    /// <summary>The dotted path of the argument that is set to <see cref="To"/>.</summary>
    public string? Set { get; init; }

    /// <summary>The value that is set. <c>@1MiB</c> in a string stands for that much text.</summary>
    public JsonElement To { get; init; }

    /// <summary>The dotted path of the argument that is taken away.</summary>
    public string? Without { get; init; }

    /// <summary>The written form of the expected reason.</summary>
    public required string Reason { get; init; }

    /// <summary>The expected place in the policy.</summary>
    public required string Rule { get; init; }

    /// <summary>The arguments of the bad call.</summary>
    public string ApplyTo(JsonElement good)
    {
        var path = (Set ?? Without)!.Split('.');
        var arguments = Without is null ? JsonEdit.Set(good.GetRawText(), path, To.GetRawText()) : JsonEdit.Remove(good.GetRawText(), path);
        return arguments.Replace("@1MiB", new string('x', 1 << 20), StringComparison.Ordinal);
    }
}
