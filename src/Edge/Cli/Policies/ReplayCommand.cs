using System.Collections.Frozen;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Edge.Cli.Audit;
using Edge.Gateway.Audit;
using Edge.Gateway.Callers.Files;
using Edge.Gateway.Reloading;
using Edge.Gateway.Settings;
using Edge.Policy.Documents;
using Edge.Policy.Testing;
using Edge.Policy.Text;

namespace Edge.Cli.Policies;

/// <summary><c>edge replay --audit FOLDER --policy FILE</c>: what a policy would have decided otherwise than what was recorded.</summary>
internal static class ReplayCommand
{
    public static Command Create()
    {
        var audit = new Option<string>("--audit") { Description = "The folder of the audit records.", Required = true };
        var policy = new Option<string>("--policy") { Description = "The policy's file.", Required = true };
        var recorded = new Option<string?>("--recorded")
        {
            Description = "Only what the policy of this name decided. Default: all records.",
        };
        var grants = new Option<string?>("--grants") { Description = "The grants file, for the labels of grants, which are not recorded." };
        var since = new Option<string?>("--since")
        {
            Description = "Only from this time on, as 2026-11-20T10:00:00Z; or how long ago, as 00:15:00. Earlier calls take from limits.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("replay",
            "Says which recorded calls a policy would decide otherwise. What the records do not hold is unknown, never guessed. "
            + "Exit code 0 if nothing changes, 1 if something does, 2 for wrong input.")
        {
            audit,
            policy,
            recorded,
            grants,
            since,
            json,
        };
        command.SetAction(result =>
        {
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            try
            {
                var document = PolicyFile.Load(result.GetValue(policy)!).Document;
                using var replay = new PolicyReplay(document, Labels(result.GetValue(grants)));
                var from = AuditFilterOptions.Time(result, since) ?? DateTimeOffset.MinValue;
                Read(result.GetValue(audit)!, replay, result.GetValue(recorded), from);
                Print(replay, result.GetValue(json), output);
                return replay.Changed.Any() ? ExitCode.No : ExitCode.Good;
            }
            catch (StartupException e)
            {
                foreach (var line in e.Lines)
                    error.WriteLine(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                error.WriteLine($"error audit_unreadable: {e.Message.TrimEnd('.')}");
            }

            return ExitCode.WrongInput;
        });
        return command;
    }

    private static void Read(string folder, PolicyReplay replay, string? policy, DateTimeOffset since)
    {
        if (!Directory.Exists(folder))
            throw new StartupException([$"{folder}: error audit_no_folder: no such folder"]);
        AuditCommand.CheckFiles(folder);
        foreach (var file in AuditFileName.List(folder))
        {
            using var lines = new AuditLineReader(file.Path);
            while (lines.TryRead(out var line))
            {
                if (!ReplayedRecord.TryReplay(line, replay, policy, since))
                {
                    throw new StartupException([string.Create(CultureInfo.InvariantCulture,
                        $"{file.Path}:{lines.Number}: error audit_not_a_record: expected an audit record, found something else")]);
                }
            }
        }
    }

    private static Dictionary<string, FrozenDictionary<string, PolicyValue>>? Labels(string? path)
    {
        if (path is null)
            return null;
        var (bytes, error) = ContentFile.Read(Environment.CurrentDirectory, path, GrantCodes.Family, "grants");
        if (bytes is null)
            throw new StartupException([error!]);
        var diagnostics = GrantsParser.NewBag(path);
        var grants = GrantsParser.Read(bytes, diagnostics);
        return diagnostics.HasErrors ? throw new StartupException([.. diagnostics.ToSorted().Select(line => line.ToString())])
            : grants.ToDictionary(grant => grant.Id, grant => grant.Labels, StringComparer.Ordinal);
    }

    private static void Print(PolicyReplay replay, bool asJson, TextWriter output)
    {
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(
                new
                {
                    records = replay.Records,
                    unchanged = replay.Unchanged,
                    changed = replay.Changed.Select(one =>
                        new { one.Tool, one.Grant, one.From, one.To, one.Rule, one.Count, one.Examples }),
                    unknown = replay.Unknown.Select(one =>
                        new { tool = one.Tool, place = one.Place, needs = one.Needs, count = one.Count }),
                },
                JsonOutput.Options));
            return;
        }

        var changed = replay.Changed.Sum(one => one.Count);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{replay.Records} decisions: {replay.Unchanged} unchanged, {changed} changed, ")
            + string.Create(CultureInfo.InvariantCulture, $"{replay.Unknown.Sum(one => one.Count)} unknown"));
        foreach (var one in replay.Changed)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"changed  {one.Count,6}  {UserText.Printable(one.Tool)} by {UserText.Printable(one.Grant)}: {one.From} to {one.To} ")
                + $"({UserText.Printable(one.Rule)}), as {string.Join(", ", one.Examples)}");
        }

        foreach (var one in replay.Unknown)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"unknown  {one.Count,6}  {UserText.Printable(one.Tool)}: {UserText.Printable(one.Place)} needs {one.Needs}")
                .Replace(":  needs", ": needs", StringComparison.Ordinal));
        }
    }
}
