using System.Text.Json;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Edge.Gateway.Settings;

/// <summary>Finds where a setting comes from: file, line and column, or the environment variable.</summary>
internal static class SettingPlaces
{
    private static readonly JsonReaderOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    /// <summary>
    /// The place of <paramref name="key"/> (with colons) in the source that decides it; the nearest enclosing key's when it stands nowhere.
    /// </summary>
    public static string Find(IConfiguration configuration, string key)
    {
        for (var wanted = key; configuration is IConfigurationRoot root; wanted = wanted[..wanted.LastIndexOf(':')])
        {
            foreach (var provider in root.Providers.Reverse())
            {
                if (Find(provider, wanted) is { } place)
                    return place;
            }

            if (!wanted.Contains(':', StringComparison.Ordinal))
                break;
        }

        return "appsettings.json";
    }

    private static string? Find(IConfigurationProvider provider, string key)
    {
        if (provider is JsonConfigurationProvider { Source: { Path: { } path, FileProvider: { } files } })
        {
            var file = files.GetFileInfo(path);
            return file.PhysicalPath is { } physical && file.Exists && Locate(File.ReadAllBytes(physical), key) is { } at
                ? $"{path}:{at.Line}:{at.Column}"
                : null;
        }

        var stands = provider.TryGet(key, out _) || provider.GetChildKeys([], key).Any();
        return !stands ? null
            : provider is EnvironmentVariablesConfigurationProvider
            ? $"environment variable {key.Replace(":", "__", StringComparison.Ordinal)}"
            : "the command line";
    }

    /// <summary>
    /// Line and column of the member whose path is <paramref name="key"/>, compared as configuration does, without letter case.
    /// </summary>
    private static (int Line, int Column)? Locate(ReadOnlySpan<byte> json, string key)
    {
        if (json.StartsWith("\uFEFF"u8))
            json = json[3..];
        var reader = new Utf8JsonReader(json, Lenient);
        var path = new List<string>();
        var indexes = new Stack<int>();
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                {
                    path.Add(reader.GetString()!);
                    if (string.Equals(string.Join(':', path), key, StringComparison.OrdinalIgnoreCase))
                        return LineAndColumn(json[..(int)reader.TokenStartIndex]);
                    continue;
                }

                Step(reader.TokenType, path, indexes);
            }
        }
        catch (JsonException)
        {
            // A file that is not JSON is reported by the configuration system itself, with its own line.
            return null;
        }

        return null;
    }

    private static void Step(JsonTokenType token, List<string> path, Stack<int> indexes)
    {
        // `indexes` holds the next index for each open array and -1 for each open object.
        switch (token)
        {
            case JsonTokenType.StartObject:
                indexes.Push(-1);
                return;
            case JsonTokenType.StartArray:
                indexes.Push(0);
                path.Add("0");
                return;
            case JsonTokenType.EndArray:
                path.RemoveAt(path.Count - 1);
                break;
        }

        if (token is JsonTokenType.EndArray or JsonTokenType.EndObject)
            indexes.Pop();
        if (indexes.Count == 0)
            return;
        path.RemoveAt(path.Count - 1);
        if (indexes.Peek() >= 0)
        {
            indexes.Push(indexes.Pop() + 1);
            path.Add(indexes.Peek().ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static (int Line, int Column) LineAndColumn(ReadOnlySpan<byte> before)
    {
        var lineStart = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, System.Text.Encoding.UTF8.GetCharCount(before[lineStart..]) + 1);
    }
}
