using System.CommandLine;
using Edge.Admin.Approvals;

namespace Edge.Cli.Approvals;

/// <summary><c>edge approvals list</c>.</summary>
internal static class ListApprovalsCommand
{
    public static Command Create()
    {
        var all = new Option<bool>("--all") { Description = "Those that were answered, used, or have expired, too." };
        var json = ApprovalsCommand.JsonOption();
        var command = new Command("list", "Lists the calls that wait for a person, the first to expire first.") { all, json };
        command.SetAdminAction(async (result, client, cancellation) =>
        {
            var output = result.InvocationConfiguration.Output;
            var answer = await client.SendAsync<ApprovalsAnswer>(
                HttpMethod.Get, result.GetValue(all) ? ApprovalsCommand.Path : $"{ApprovalsCommand.Path}?state=pending", null,
                    cancellation);
            if (result.GetValue(json))
                ApprovalPrinter.PrintJson(answer, output);
            else if (answer.Approvals.Count == 0)
                await output.WriteLineAsync(result.GetValue(all) ? "there are no approvals" : "nothing waits for a person");
            else
                ApprovalPrinter.PrintTable(answer.Approvals, output);
            return ExitCode.Good;
        });
        return command;
    }
}
