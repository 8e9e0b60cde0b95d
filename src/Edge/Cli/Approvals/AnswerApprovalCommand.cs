using System.CommandLine;
using Edge.Admin.Approvals;
using Edge.Policy.Approvals;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Edge.Policy.Text;

namespace Edge.Cli.Approvals;

/// <summary><c>edge approvals approve ID</c> and <c>edge approvals deny ID</c>.</summary>
internal static class AnswerApprovalCommand
{
    public static Command Create(bool agrees)
    {
        var id = ApprovalsCommand.IdArgument();
        var reason = new Option<string?>("--reason")
        {
            Description = agrees ? "Why, for the record."
            : "Why, for the record; the agent is told.",
            HelpName = "TEXT"
        };
        var calls =
            new Option<int?>(
            "--calls")
            {
                Description = $"Approve the tool for the same grant instead of this call: so many calls, 1 to {ApprovalVerdict.MaxCalls}.",
                HelpName = "N"
            };
        var minutes =
            new Option<int?>(
            "--minutes")
            {
                Description = $"Approve the tool for the same grant instead of this call: so long, 1 "
                    + $"to {ApprovalVerdict.MaxPeriod.TotalMinutes:0}.",
                HelpName = "N"
            };
        var json = ApprovalsCommand.JsonOption();
        var command = new Command(
            agrees ? "approve" : "deny",
            (agrees
                ? "Lets the call pass, once: the agent calls again, or waits for it. With --calls or --minutes the tool, for the same "
                + "grant; rules and limits stay."
                : "Refuses the call; also takes back what was approved for a tool.")
            + " Exit code 0 if done, 1 if it cannot be answered any more or does not exist, 2 if Edge refused or was not reached.")
        {
            id, reason, json,
        };
        if (agrees)
        {
            command.Add(calls);
            command.Add(minutes);
        }

        command.SetAdminAction(async (result, client, cancellation) =>
        {
            var output = result.InvocationConfiguration.Output;
            var request = new VerdictRequest(result.GetValue(reason), agrees ? result.GetValue(calls) : null, agrees
                ? result.GetValue(minutes) : null);
            try
            {
                var approval = await client.SendAsync<ApprovalAnswer>(
                    HttpMethod.Post, $"{ApprovalsCommand.Path}/{result.GetRequiredValue(id)}/{(agrees ? "approve" : "deny")}", request,
                        cancellation);
                if (result.GetValue(json))
                    ApprovalPrinter.PrintJson(approval, output);
                else
                    await output.WriteLineAsync($"{approval.State.ToSlug()}: {approval.Id}, {UserText.Printable(approval.Tool)} "
                        + $"for {UserText.Printable(approval.Grant)}");
                return ExitCode.Good;
            }
            catch (AdminException e) when (e.Code is ApprovalEndpoints.NotPending or ApprovalEndpoints.Unknown)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return ExitCode.No;
            }
        });
        return command;
    }
}
