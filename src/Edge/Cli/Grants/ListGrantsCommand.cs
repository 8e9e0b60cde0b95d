using System.CommandLine;
using System.Globalization;
using Edge.Gateway.Callers.Files;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Cli.Grants;

/// <summary><c>edge grant list</c>: shows the grants, and of their tokens only as much as tells them apart.</summary>
internal static class ListGrantsCommand
{
    private const int ShownHashBytes = 4;

    private static readonly string[] Head = ["ID", "SERVERS", "EXPIRES", "TOKENS", "LABELS"];

    public static Command Create(Func<GrantPlace> place)
    {
        var file = GrantCommand.FileOption("");
        var command =
            new Command("list", "Shows the grants: servers with their policies, end, the first digits of the tokens' hashes, labels.") {
            file };
        command.SetAction(result => GrantCommand.Run(result, (output, _) => Show(place(), result.GetValue(file), output)));
        return command;
    }

    private static void Show(GrantPlace place, string? given, TextWriter output)
    {
        var now = place.Clock.GetUtcNow();
        var rows = new List<string[]> { Head };
        foreach (var grant in place.Require(given).Read().Grants)
        {
            rows.Add(
            [
                grant.Id,
                OrDash(grant.Servers.Select(s => UserText.Printable(s.Policy is null ? s.Server : $"{s.Server}={s.Policy}"))),
                grant.Expires is { } end ? $"{GrantWords.Write(end)}{(end <= now ? " (over)" : "")}" : "never",
                OrDash(grant.TokenHashes.Select(h => Convert.ToHexStringLower(h.AsSpan(0, ShownHashBytes)))),
                OrDash(grant.Labels.OrderBy(l => l.Key, StringComparer.Ordinal)
                    .Select(l => $"{UserText.Printable(l.Key)}={Text(l.Value)}")),
            ]);
        }

        var widths = Enumerable.Range(0, Head.Length).Select(i => rows.Max(r => r[i].Length)).ToArray();
        foreach (var row in rows)
            output.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    private static string OrDash(IEnumerable<string> texts) => string.Join(",", texts) is { Length: > 0 } all ? all : "-";

    private static string Text(PolicyValue value) => value switch
    {
        PolicyValue.Text text => UserText.Printable(text.Value),
        PolicyValue.Boolean boolean => boolean.Value ? "true" : "false",
        PolicyValue.Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        _ => throw new ArgumentOutOfRangeException(nameof(value), "A label is a string, a number, true or false."),
    };
}
