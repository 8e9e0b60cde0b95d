using Edge.Testing;
using Xunit;

namespace Edge.Architecture.Tests;

/// <summary>C# is at most 140 columns wide, as .editorconfig says, so that two files fit beside each other.</summary>
public sealed class LineWidthTests
{
    private const int Columns = 140;

    // The number of wider lines when this test was added. It may only get smaller.
    private const int WiderAtFirst = 2468;

    [Fact]
    public void No_line_is_wider_than_140_columns()
    {
        var wide = (from file in SourceFiles()
                    from line in File.ReadLines(file).Select((text, index) => (Text: text, Number: index + 1))
                    where line.Text.Length > Columns
                    select $"{Path.GetRelativePath(Repository.Root, file)}:{line.Number}: {line.Text.Length} columns").ToList();

        var list = string.Join(Environment.NewLine, wide);
        Assert.True(wide.Count <= WiderAtFirst, $"expected at most {WiderAtFirst} wide lines, found {wide.Count}:\n{list}");
    }

    private static IEnumerable<string> SourceFiles() => new[] { "src", "tests", "samples" }
        .Select(folder => Path.Combine(Repository.Root, folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !IsGenerated(Path.GetRelativePath(Repository.Root, file)));

    private static bool IsGenerated(string path) =>
        path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules");
}
