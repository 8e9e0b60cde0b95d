// Only written here: no text of others is read into nodes.
#pragma warning disable RS0030
using System.Text.Json.Nodes;
using Edge.Policy.Documents;

namespace Edge.Policy.Testing;

/// <summary>Arguments that are put together path by path.</summary>
internal static class SampleArguments
{
    private const int MaxIndex = 16;

    /// <summary>A copy of <paramref name="arguments"/> with a value at a path; null where the path has no place in them.</summary>
    public static JsonObject? With(JsonObject arguments, ValuePath path, JsonNode? value)
    {
        var copy = (JsonObject)arguments.DeepClone();
        return Set(copy, path.Segments.AsSpan(), value) ? copy : null;
    }

    /// <summary>A copy of <paramref name="arguments"/> without the first member of a path.</summary>
    public static JsonObject? Without(JsonObject arguments, ValuePath path)
    {
        var at = (JsonNode?)arguments.DeepClone();
        var root = (JsonObject)at!;
        for (var i = 0; i < path.Segments.Length; i++)
        {
            if (at is not JsonObject member || path.Segments[i].Name is not { } name)
                return null;
            if (i == path.Segments.Length - 1)
                return member.Remove(name) ? root : null;
            at = member[name];
        }

        return null;
    }

    private static bool Set(JsonNode at, ReadOnlySpan<PathSegment> rest, JsonNode? value)
    {
        if (rest.IsEmpty)
            return false;
        var step = rest[0];
        var last = rest.Length == 1;
        switch (step.Kind, at)
        {
            case (PathSegmentKind.Member, JsonObject members):
                return last ? Put(members, step.Name!, value) : Set(Child(members, step.Name!, rest[1]), rest[1..], value);
            case (PathSegmentKind.EachName, JsonObject members) when value is JsonValue name && name.TryGetValue<string>(out var text):
                members.Clear();
                return Put(members, text, "a");
            case (PathSegmentKind.EachValue, JsonObject members):
                return Put(members, members.Select(one => one.Key).FirstOrDefault() ?? "a", value);
            case (PathSegmentKind.Each or PathSegmentKind.Index, JsonArray items) when step.Index <= MaxIndex:
                while (items.Count <= step.Index)
                    items.Add(null);
                if (!last)
                    items[step.Index] = items[step.Index] is { } there && Fits(there, rest[1]) ? there.DeepClone() : Empty(rest[1]);
                else
                    items[step.Index] = value?.DeepClone();
                return last || Set(items[step.Index]!, rest[1..], value);
            default:
                return false;
        }
    }

    private static JsonNode Child(JsonObject members, string name, PathSegment next)
    {
        if (members[name] is not { } child || !Fits(child, next))
            members[name] = child = Empty(next);
        return child;
    }

    private static bool Fits(JsonNode node, PathSegment next) => IsArray(next) ? node is JsonArray : node is JsonObject;

    private static JsonNode Empty(PathSegment next) => IsArray(next) ? new JsonArray() : new JsonObject();

    private static bool IsArray(PathSegment step) => step.Kind is PathSegmentKind.Each or PathSegmentKind.Index;

    private static bool Put(JsonObject members, string name, JsonNode? value)
    {
        members[name] = value?.DeepClone();
        return true;
    }
}
