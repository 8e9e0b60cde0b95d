using System.Text;
using Edge.Testing;

namespace Edge.Fuzz.Policies;

/// <summary>The policies of the repository, good and bad: what others are made of.</summary>
internal static class PolicyFiles
{
    // A file of a bad policy: fields, the policy, what is said of it.
    private const string Separator = "\n----------\n";

    // Files that repeat a part of themselves are about size.
    private const int MostBytes = 40_000;

    /// <summary>The shipped ones and those that tests read without a mistake.</summary>
    public static IReadOnlyList<byte[]> Good { get; } =
        [.. Files("config/policies", "runpod*.json").Concat(Files("tests/Edge.Policy.Tests/GoodPolicies", "*.json"))
        .Select(File.ReadAllBytes).Where(bytes => bytes.Length < MostBytes)];

    /// <summary>Those with a mistake.</summary>
    public static IReadOnlyList<byte[]> Bad { get; } =
        [.. Files("tests/Edge.Policy.Tests/BadPolicies", "*.policytest")
        .Select(file => Encoding.UTF8.GetBytes(File.ReadAllText(file).Split(Separator)[1])).Where(bytes => bytes.Length < MostBytes)];

    private static IEnumerable<string> Files(string folder, string pattern) =>
        Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), pattern).Order(StringComparer.Ordinal);
}
