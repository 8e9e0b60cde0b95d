using System.Text.Json;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Testing;

/// <summary>What a call has at a path, for people only: nothing is decided by it.</summary>
internal static class FoundValue
{
    private const int MaxText = 200;
    private const int MaxElements = 20;

    /// <summary>The value as JSON, on one line, at most 200 characters; several values separated by commas; null for nothing.</summary>
    public static string? At(ValuePath path, Call call)
    {
        switch (path.Root)
        {
            case PathRoot.Tool:
                return Text(call.Tool);
            case PathRoot.GrantId:
                return Text(call.Caller.GrantId);
            case PathRoot.SessionId:
                return Text(call.SessionId);
            case PathRoot.GrantLabel:
                return call.Caller.Labels.TryGetValue(path.Label ?? "", out var label) ? Cut(ConditionWords.Json(label)) : null;
        }

        if (call.Arguments.IsEmpty)
            return null;
        try
        {
            using var json = JsonDocument.Parse(call.Arguments);
            List<string> found = [];
            Find(json.RootElement, path.Segments.AsSpan(), found);
            return found.Count == 0 ? null : Cut(string.Join(", ", found));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Find(JsonElement at, ReadOnlySpan<PathSegment> rest, List<string> found)
    {
        if (found.Count >= MaxElements)
            return;
        if (rest.IsEmpty)
        {
            found.Add(at.GetRawText());
            return;
        }

        switch (rest[0].Kind)
        {
            case PathSegmentKind.Member when at.ValueKind == JsonValueKind.Object && at.TryGetProperty(rest[0].Name!, out var member):
                Find(member, rest[1..], found);
                break;
            case PathSegmentKind.Index when at.ValueKind == JsonValueKind.Array && rest[0].Index < at.GetArrayLength():
                Find(at[rest[0].Index], rest[1..], found);
                break;
            case PathSegmentKind.Each when at.ValueKind == JsonValueKind.Array:
                foreach (var item in at.EnumerateArray())
                    Find(item, rest[1..], found);
                break;
            case PathSegmentKind.EachName when at.ValueKind == JsonValueKind.Object:
                found.AddRange(at.EnumerateObject().Take(MaxElements).Select(one => Text(one.Name)!));
                break;
            case PathSegmentKind.EachValue when at.ValueKind == JsonValueKind.Object:
                found.AddRange(at.EnumerateObject().Take(MaxElements).Select(one => one.Value.GetRawText()));
                break;
        }
    }

    private static string? Text(string? text) => text is null ? null : Cut(ConditionWords.Json(new PolicyValue.Text(text)));

    private static string Cut(string text) =>
        UserText.Printable(text.Length <= MaxText ? text : string.Concat(text.AsSpan(0, MaxText), "…"));
}
