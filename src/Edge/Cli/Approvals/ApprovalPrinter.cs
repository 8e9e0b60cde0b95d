using System.Globalization;
using System.Text.Json;
using Edge.Admin;
using Edge.Admin.Approvals;
using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Policy.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Policy.Text;

namespace Edge.Cli.Approvals;

/// <summary>Prints approvals for people, and for programs. What others wrote is shown so that nothing hides in it.</summary>
internal static class ApprovalPrinter
{
    /// <summary>One line a approval.</summary>
    public static void PrintTable(IReadOnlyList<ApprovalAnswer> approvals, TextWriter output)
    {
        Row(output, "ID", "STATE", "UNTIL", "GRANT", "SERVER", "TOOL", "ANSWERED BY");
        foreach (var approval in approvals)
        {
            Row(
                output, approval.Id, approval.State.ToSlug(), Time(approval.ExpiresAt), UserText.Printable(approval.Grant),
                    UserText.Printable(approval.Server),
                UserText.Printable(approval.Tool), UserText.Printable(approval.AnsweredBy ?? ""));
        }
    }

    /// <summary>Everything about one, its arguments last.</summary>
    public static void Print(ApprovalAnswer approval, TextWriter output)
    {
        Line("approval", approval.Id);
        Line("state", approval.State.ToSlug());
        Line("call", $"{approval.Tool} on {approval.Server}, for {approval.Grant}");
        Line("asked by", $"policy {approval.Policy} {approval.Rule}: {approval.Message}");
        Line("asked at", Time(approval.RequestedAt));
        Line("until", Time(approval.ExpiresAt));
        if (approval.AnsweredBy is { } by)
            Line("answered", $"by {by} at {Time(approval.AnsweredAt ?? approval.RequestedAt)}{(approval.Reason is null ? ""
                : $": {approval.Reason}")}");
        if (approval is { State: ApprovalState.Approved or ApprovalState.Consumed, Scope: ApprovalScope.Tool })
            Line("good for", $"{(approval.CallsLeft is { } left ? left.ToString(CultureInfo.InvariantCulture) : "any number of")} more "
                + $"calls of {approval.Tool}; {approval.Used} used it");
        Line("page", approval.Url);
        if (approval.Arguments is { } arguments)
            output.WriteLine($"arguments {ArgumentText.Indent(arguments)}");

        void Line(string name, string value) => output.WriteLine($"{name,-9} {UserText.Printable(value)}");
    }

    /// <summary>What Edge answered, as one line.</summary>
    public static void PrintJson<T>(T answer, TextWriter output) => output.WriteLine(JsonSerializer.Serialize(answer, AdminJson.Options));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    private static void Row(TextWriter output, string id, string state, string until, string grant, string server, string tool,
        string by) =>
        output.WriteLine($"{id,-26}  {state,-8}  {until,-19}  {grant,-16}  {server,-12}  {tool,-24}  {by}".TrimEnd());
}
