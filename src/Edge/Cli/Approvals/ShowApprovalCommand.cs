using System.CommandLine;
using Edge.Admin.Approvals;

namespace Edge.Cli.Approvals;

/// <summary><c>edge approvals show ID</c>.</summary>
internal static class ShowApprovalCommand
{
    public static Command Create()
    {
        var id = ApprovalsCommand.IdArgument();
        var json = ApprovalsCommand.JsonOption();
        var command =
            new Command("show",
            "Shows one call that waits, or waited, for a person, with its arguments in full. Exit code 1 if there is no such approval.") {
                id, json };
        command.SetAdminAction(async (result, client, cancellation) =>
        {
            try
            {
                var approval = await client.SendAsync<ApprovalAnswer>(
                    HttpMethod.Get, $"{ApprovalsCommand.Path}/{result.GetRequiredValue(id)}", null, cancellation);
                if (result.GetValue(json))
                    ApprovalPrinter.PrintJson(approval, result.InvocationConfiguration.Output);
                else
                    ApprovalPrinter.Print(approval, result.InvocationConfiguration.Output);
                return ExitCode.Good;
            }
            catch (AdminException e) when (e.Code == ApprovalEndpoints.Unknown)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return ExitCode.No;
            }
        });
        return command;
    }
}
