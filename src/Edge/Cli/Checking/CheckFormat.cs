using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Edge.Cli.Policies;

namespace Edge.Cli.Checking;

/// <summary>
/// The mistakes of a check for programs: GitHub's workflow commands, SARIF 2.1.0, or diagnostics of the Language Server Protocol.
/// </summary>
internal static partial class CheckFormat
{
    /// <summary>Prints mistakes.</summary>
    /// <param name="lines">Mistakes as the check says them: <c>file:line:column: severity code at path: message</c>.</param>
    /// <param name="format"><c>github</c>, <c>sarif</c> or <c>lsp</c>.</param>
    /// <param name="output">Where to print.</param>
    public static void Print(IEnumerable<string> lines, string format, TextWriter output)
    {
        var mistakes = lines.Select(Read).ToList();
        switch (format)
        {
            case "github":
                foreach (var one in mistakes)
                    output.WriteLine(Command(one));
                break;
            case "sarif":
                output.WriteLine(JsonSerializer.Serialize(Sarif(mistakes), JsonOutput.Options)
                    .Replace("\"schema\":", "\"$schema\":", StringComparison.Ordinal));
                break;
            default:
                output.WriteLine(JsonSerializer.Serialize(
                    mistakes.GroupBy(one => one.File).Select(file => new { uri = Uri(file.Key), diagnostics = file.Select(Diagnostic) }),
                    JsonOutput.Options));
                break;
        }
    }

    private static Mistake Read(string line)
    {
        var match = Line().Match(line);
        return !match.Success ? new Mistake("", 1, 1, "error", "edge", line) : new Mistake(
            match.Groups["file"].Value, Number(match.Groups["line"]), Number(match.Groups["column"]), match.Groups["severity"].Value,
            match.Groups["code"].Value, match.Groups["message"].Value);
    }

    private static int Number(Group group) => group.Success ? int.Parse(group.Value, CultureInfo.InvariantCulture) : 1;

    private static string Command(Mistake one) => string.Create(CultureInfo.InvariantCulture,
        $"::{one.Severity} file={Property(one.File)},line={one.Line},col={one.Column},title={one.Code}::{Data(one.Message)}");

    // As GitHub's toolkit escapes them.
    private static string Data(string text) => text.Replace("%", "%25", StringComparison.Ordinal)
        .Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(":", "%3A", StringComparison.Ordinal)
        .Replace(",", "%2C", StringComparison.Ordinal);

    private static object Diagnostic(Mistake one) => new
    {
        range = new
        {
            start = new { line = one.Line - 1, character = one.Column - 1 },
            end = new { line = one.Line - 1, character = one.Column },
        },
        severity = one.Severity == "error" ? 1 : 2,
        code = one.Code,
        source = "edge",
        message = one.Message,
    };

    private static object Sarif(IReadOnlyList<Mistake> mistakes) => new
    {
        schema = "https://json.schemastore.org/sarif-2.1.0.json",
        version = "2.1.0",
        runs = new[]
        {
            new
            {
                tool = new
                {
                    driver = new { name = "edge", rules = mistakes.Select(one => one.Code).Distinct().Select(code => new { id = code }) },
                },
                results = mistakes.Select(one => new
                {
                    ruleId = one.Code,
                    level = one.Severity,
                    message = new { text = one.Message },
                    locations = new[]
                    {
                        new
                        {
                            physicalLocation = new
                            {
                                artifactLocation = new { uri = one.File.Replace('\\', '/') },
                                region = new { startLine = one.Line, startColumn = one.Column },
                            },
                        },
                    },
                }),
            },
        },
    };

    private static string Uri(string file) => file.Length == 0 ? "" : new Uri(Path.GetFullPath(file)).AbsoluteUri;

    [GeneratedRegex(
        @"^(?:(?<file>.+?)(?::(?<line>\d+):(?<column>\d+))?: )?(?<severity>error|warning) (?<code>\w+)(?<message>(?: at .+?)?: .*)$",
        RegexOptions.Singleline)]
    private static partial Regex Line();

    private sealed record Mistake(string File, int Line, int Column, string Severity, string Code, string Rest)
    {
        /// <summary>The place and what is wrong there.</summary>
        public string Message => Rest.StartsWith(": ", StringComparison.Ordinal) ? Rest[2..] : Rest.TrimStart();
    }
}
