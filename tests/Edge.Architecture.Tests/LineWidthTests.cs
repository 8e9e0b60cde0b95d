using System.Text.RegularExpressions;
using Edge.Testing;
using Xunit;

namespace Edge.Architecture.Tests;

/// <summary>
/// C# is at most 140 columns wide, as .editorconfig says, so that two files fit beside each other. The text of literals does not count: a
/// line break would change what it says.
/// </summary>
public sealed partial class LineWidthTests
{
    private const int Columns = 140;

    [Fact]
    public void No_line_is_wider_than_140_columns()
    {
        var wide = (from file in SourceFiles()
                    from line in WideLines(File.ReadLines(file))
                    select $"{Path.GetRelativePath(Repository.Root, file)}:{line}").ToList();
        Assert.True(wide.Count == 0, string.Join(Environment.NewLine, wide));
    }

    [Fact]
    public void Text_of_literals_does_not_count()
    {
        var text = new string('x', Columns);
        Assert.Empty(WideLines([$"var a = \"{text}\";", $"var b = $\"\"\"{text} \" {text}\"\"\";", "var c = \"\"\"", text + text, "    \"\"\";"]));
        Assert.Equal([1, 3, 6], WideLines([$"// {text}", "var c = \"\"\"", $"    \"\"\" {text};", "", "var d = 1;", $"var {text};"]));
    }

    private static IEnumerable<int> WideLines(IEnumerable<string> lines)
    {
        var number = 0;
        var isText = false;
        foreach (var line in lines)
        {
            number++;
            var code = isText ? line[Math.Max(line.IndexOf(Quotes, StringComparison.Ordinal), 0)..] : line;
            var marks = code.Split(Quotes).Length - 1;
            if (isText && marks == 0)
                continue;
            if (line.Length > Columns && Literals().Replace(code, "").Length > Columns)
                yield return number;
            isText ^= marks % 2 == 1;
        }
    }

    private const string Quotes = "\"\"\"";

    // A raw literal of one line, a literal with escapes, and a raw literal that goes on below.
    [GeneratedRegex("\"\"\".*?\"\"\"|\"(?:[^\"\\\\]|\\\\.)*\"")]
    private static partial Regex Literals();

    private static IEnumerable<string> SourceFiles() => new[] { "src", "tests", "samples" }
        .Select(folder => Path.Combine(Repository.Root, folder)).Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories))
        .Where(file => !IsGenerated(Path.GetRelativePath(Repository.Root, file)));

    private static bool IsGenerated(string path) =>
        path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "node_modules");
}
