using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Xunit;

namespace Edge.Policy.Tests.Shipped;

/// <summary>Finds the files of the repository that these tests hold to their word.</summary>
internal static class ShippedFiles
{
    private static readonly string Root = FindRoot();

    /// <summary>The names of the shipped policies, without <c>.json</c>.</summary>
    public static string[] Policies { get; } = [.. Directory.EnumerateFiles(Path.Combine(Root, "config", "policies"), "*.json")
        .Select(f => Path.GetFileNameWithoutExtension(f)!)
        .Where(name => name != "policy.schema")
        .Order(StringComparer.Ordinal)];

    /// <summary>The text of a shipped policy.</summary>
    public static string PolicyText(string name) => Text("config", "policies", name + ".json");

    /// <summary>A shipped policy, read without an error or a warning.</summary>
    public static PolicyDocument Policy(string name) => Document(name + ".json", PolicyText(name));

    /// <summary>A policy text, read without an error or a warning.</summary>
    public static PolicyDocument Document(string file, string text)
    {
        var reading = PolicyParser.Read(file, System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Empty(reading.Diagnostics);
        return Assert.IsType<PolicyDocument>(reading.Document);
    }

    /// <summary>A data file of this folder.</summary>
    public static string Data(string name) => Text("tests", "Edge.Policy.Tests", "Shipped", name);

    /// <summary>A page of <c>docs/</c>.</summary>
    public static string Page(string name) => Text("docs", name);

    private static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Edge.sln")))
            folder = Path.GetDirectoryName(folder.TrimEnd(Path.DirectorySeparatorChar))
                ?? throw new InvalidOperationException("The tests run outside of the repository.");
        return folder;
    }
}
