namespace Edge.Admin.Console;

/// <summary>The console's own files: style, scripts, a picture. They hold nothing that is anybody's, and the sign-in needs them.</summary>
internal static class Assets
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.Ordinal)
    {
        ["console.css"] = "text/css; charset=utf-8",
        ["icon.svg"] = "image/svg+xml",
        ["console.js"] = Script,
        ["decisions.js"] = Script,
        ["policy.js"] = Script,
        ["session.js"] = Script,
    };

    private const string Script = "text/javascript; charset=utf-8";

    private static readonly Dictionary<string, byte[]> Files =
        Types.Keys.ToDictionary(name => name, name => Resource.Read($"console/{name}"), StringComparer.Ordinal);

    /// <summary>The answer with one of them.</summary>
    public static IResult Show(string name) => Files.TryGetValue(name, out var bytes) ? Results.Bytes(bytes, Types[name])
        : Results.NotFound();
}
