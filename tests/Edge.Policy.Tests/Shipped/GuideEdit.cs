using System.Text.Json;
using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary>An edit that <c>docs/policies.md</c> tells an operator to make.</summary>
/// <param name="Verb"><c>replace</c>, <c>add</c> or <c>remove</c>.</param>
/// <param name="Pointer">The place, as a JSON pointer.</param>
/// <param name="Value">What is written there, or what is taken away.</param>
internal sealed record GuideEdit(string Verb, string Pointer, string Value)
{
    /// <summary>The policy after the edit; fails when the page is wrong about what stands there now.</summary>
    public string ApplyTo(string policy)
    {
        var path = JsonEdit.Steps(Pointer);
        var now = JsonEdit.Find(policy, path);
        if (Verb == "add")
            Assert.Null(now);
        else
            Assert.NotNull(now);
        if (Verb != "remove")
            return JsonEdit.Set(policy, path, Value);
        using var there = JsonDocument.Parse(now!);
        using var said = JsonDocument.Parse(Value);
        Assert.True(JsonElement.DeepEquals(there.RootElement, said.RootElement), $"at {Pointer} stands {now}");
        return JsonEdit.Remove(policy, path);
    }
}
