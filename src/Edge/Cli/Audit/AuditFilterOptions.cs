using System.CommandLine;
using System.Globalization;
using Edge.Gateway.Audit;
using Edge.Gateway.Settings;

namespace Edge.Cli.Audit;

/// <summary>What <c>edge audit show</c> and <c>tail</c> have in common: which records, and in which form.</summary>
internal sealed class AuditFilterOptions
{
    private readonly Option<string?> _grant = new("--grant") { Description = "Only what this grant did." };
    private readonly Option<string?> _tool = new("--tool") { Description = "Only calls of this tool." };
    private readonly Option<string?> _decision = new("--decision") { Description = "Only what was decided so." };
    private readonly Option<string?> _since =
        new("--since") { Description = "Only from this time on, as 2026-11-20T10:00:00Z; or how long ago, as 00:15:00." };
    private readonly Option<string?> _until = new("--until") { Description = "Only before this time, in the same forms." };
    private readonly Option<bool> _json = new("--json") { Description = "Print the records unchanged, one per line." };

    /// <summary>Adds the options to a command.</summary>
    public AuditFilterOptions(Command command)
    {
        _decision.AcceptOnlyFromAmong("allow", "deny", "approval_required");
        foreach (var option in (Option[])[_grant, _tool, _decision, _since, _until, _json])
            command.Add(option);
    }

    /// <summary>What prints what was asked for.</summary>
    /// <exception cref="StartupException">A time is none.</exception>
    public AuditPrinter Printer(ParseResult result) => new(
        new AuditFilter(result.GetValue(_grant), result.GetValue(_tool), result.GetValue(_decision), Time(result, _since),
            Time(result, _until)),
        result.GetValue(_json), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);

    /// <summary>The time that an option says; null without one.</summary>
    /// <exception cref="StartupException">It is none.</exception>
    public static DateTimeOffset? Time(ParseResult result, Option<string?> option)
    {
        if (result.GetValue(option) is not { } text)
            return null;
        if (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out var ago) && text.Contains(':', StringComparison.Ordinal))
            return TimeProvider.System.GetUtcNow() - ago;
        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw new StartupException(
            [$"error audit_wrong_time: expected a time such as '2026-11-20T10:00:00Z' or '00:15:00' (how long ago) in {option.Name}, "
                + $"found '{text}'"]);
    }
}
