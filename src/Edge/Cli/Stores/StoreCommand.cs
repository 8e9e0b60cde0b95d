using System.CommandLine;
using Edge.Gateway.Settings;
using Edge.Policy.Stores;

namespace Edge.Cli.Stores;

/// <summary><c>edge store</c>: what the store of the settings holds, without a running Edge or beside one.</summary>
internal static class StoreCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The copy; it must not exist." };
        var backup =
            new Command("backup", "Copies the store as it is at one moment; Edge may run. Exit code 0 if done, 2 if not.") { file };
        SetAction(backup, (tool, result, cancellation) =>
            tool.BackupAsync(Path.GetFullPath(result.GetRequiredValue(file)), result.InvocationConfiguration.Output, cancellation));
        return new Command("store", "Looks after freezes, approvals and counts, where the settings say that they are kept (Edge:Store).")
        {
            Simple("status", "Prints what the store holds, its version, and whether it is in use.",
                (tool, output, cancellation) => tool.StatusAsync(output, cancellation)),
            Simple("migrate", "Creates the store or upgrades it, as a start does.",
                (tool, output, cancellation) => tool.MigrateAsync(output, cancellation)),
            Simple("verify", "Reads everything in the store. Exit code 0 if all is whole, 1 if not, 2 if it cannot be read.",
                (tool, output, cancellation) => tool.VerifyAsync(output, cancellation)),
            backup,
        };
    }

    private static Command Simple(string name, string description, Func<IStoreTool, TextWriter, CancellationToken, Task<int>> action)
    {
        var command = new Command(name, description);
        SetAction(command, (tool, result, cancellation) => action(tool, result.InvocationConfiguration.Output, cancellation));
        return command;
    }

    private static void SetAction(Command command, Func<IStoreTool, ParseResult, CancellationToken, Task<int>> action) =>
        command.SetAction(async (result, cancellation) =>
        {
            try
            {
                return await action(StoreTools.Create([]), result, cancellation);
            }
            catch (StoreRefusedException e)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"error {e.Code}: {e.Message}");
            }
            catch (StartupException e)
            {
                foreach (var line in e.Lines)
                    await result.InvocationConfiguration.Error.WriteLineAsync(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await result.InvocationConfiguration.Error.WriteLineAsync($"error store_unreadable: {e.Message}");
            }

            return ExitCode.WrongInput;
        });
}
