using System.CommandLine;
using Edge.Gateway.Audit;

namespace Edge.Cli.Audit;

/// <summary><c>edge audit tail [-n LINES] [-f] [FOLDER]</c>: prints the last records and, if asked, those that follow.</summary>
internal static class AuditTailCommand
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    public static Command Create()
    {
        var folder = AuditCommand.Folder();
        var count = new Option<int>("-n") { Description = "From how many of the last records to print.", DefaultValueFactory = _ => 10 };
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is recorded from now on, until interrupted." };
        var command = new Command("tail", "Prints the last records, and follows them.") { folder, count, follow };
        var options = new AuditFilterOptions(command);
        command.SetFolderAction(folder, async (result, path, cancellation) =>
        {
            using var tail = new AuditFollower(path, options.Printer(result));
            tail.PrintLast(Math.Max(0, result.GetValue(count)));
            if (!result.GetValue(follow))
                return ExitCode.Good;
            using var timer = new PeriodicTimer(Period, TimeProvider.System);
            try
            {
                while (await timer.WaitForNextTickAsync(cancellation))
                    tail.PrintNew();
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Good;
            }

            return ExitCode.Good;
        });
        return command;
    }
}
