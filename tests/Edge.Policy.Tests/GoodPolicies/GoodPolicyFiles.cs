namespace Edge.Policy.Tests.GoodPolicies;

/// <summary>The policies of this folder: each is read without a mistake, and all forms of the format are among them.</summary>
internal static class GoodPolicyFiles
{
    private static string Folder => Path.Combine(AppContext.BaseDirectory, "GoodPolicies");

    public static string[] Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)!).Order(StringComparer.Ordinal)];

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".json"));
}
