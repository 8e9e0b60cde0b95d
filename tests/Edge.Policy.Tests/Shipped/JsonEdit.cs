using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Edge.Policy.Tests.Shipped;

/// <summary>Makes one change to a JSON text, as somebody would in an editor.</summary>
internal static class JsonEdit
{
    /// <summary>Sets the value at a path, and the objects on the way to it; <c>-</c> is the end of an array.</summary>
    public static string Set(string json, string[] path, string value) => Edit(json, path, value);

    /// <summary>Takes the value at a path away.</summary>
    public static string Remove(string json, string[] path) => Edit(json, path, null);

    /// <summary>The value at a path, as JSON; null without one.</summary>
    public static string? Find(string json, string[] path)
    {
        using var document = JsonDocument.Parse(json);
        var at = document.RootElement;
        foreach (var step in path)
        {
            if (at.ValueKind == JsonValueKind.Array && Index(step) is var index && index < at.GetArrayLength())
                at = at[index];
            else if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at))
                return null;
        }

        return at.GetRawText();
    }

    /// <summary>The steps of a JSON pointer.</summary>
    public static string[] Steps(string pointer) =>
        [.. pointer.Split('/').Skip(1)
        .Select(s => s.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];

    private static string Edit(string json, string[] path, string? value)
    {
        using var document = JsonDocument.Parse(json);
        using var bytes = new MemoryStream();
        using (var writer = new Utf8JsonWriter(bytes))
            Write(writer, document.RootElement, path, value);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, ReadOnlySpan<string> path, string? value)
    {
        if (path.IsEmpty)
            writer.WriteRawValue(value!);
        else if (element.ValueKind == JsonValueKind.Array)
            WriteArray(writer, element, path, value);
        else
            WriteObject(writer, element, path, value);
    }

    private static void WriteArray(Utf8JsonWriter writer, JsonElement array, ReadOnlySpan<string> path, string? value)
    {
        writer.WriteStartArray();
        var (at, index) = (Index(path[0]), 0);
        foreach (var item in array.EnumerateArray())
        {
            if (index++ != at)
                item.WriteTo(writer);
            else if (path.Length > 1 || value is not null)
                Write(writer, item, path[1..], value);
        }

        if (at >= index)
            writer.WriteRawValue(value!);
        writer.WriteEndArray();
    }

    private static void WriteObject(Utf8JsonWriter writer, JsonElement element, ReadOnlySpan<string> path, string? value)
    {
        writer.WriteStartObject();
        var found = false;
        foreach (var member in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject() : default)
        {
            if (member.Name != path[0])
            {
                member.WriteTo(writer);
                continue;
            }

            found = true;
            if (path.Length == 1 && value is null)
                continue;
            writer.WritePropertyName(member.Name);
            Write(writer, member.Value, path[1..], value);
        }

        if (!found && value is not null)
        {
            writer.WritePropertyName(path[0]);
            Write(writer, default, path[1..], value);
        }

        writer.WriteEndObject();
    }

    private static int Index(string step) => step == "-" ? int.MaxValue : int.Parse(step, CultureInfo.InvariantCulture);
}
