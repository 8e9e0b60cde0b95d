using System.CommandLine;
using Edge.Gateway.Audit;
using Edge.Gateway.Files;
using Edge.Gateway.Settings;
using Edge.Startup;

namespace Edge.Cli.Audit;

/// <summary><c>edge audit</c>: looks at the records of decisions, and proves that they are whole.</summary>
internal static class AuditCommand
{
    public static Command Create() => new("audit", "The records of decisions: verifies, shows and follows them.")
    {
        AuditVerifyCommand.Create(),
        AuditShowCommand.Create(),
        AuditTailCommand.Create(),
    };

    /// <summary>The folder of the records, an argument of all these commands.</summary>
    public static Argument<string?> Folder() => new("FOLDER")
    {
        Description = $"The folder of the records. Default: {AuditSettings.PathKey} of the settings.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    /// <summary>Runs a command on its folder; mistakes are printed, and end it with exit code 2.</summary>
    public static void SetFolderAction(this Command command, Argument<string?> folder,
        Func<ParseResult, string, CancellationToken, Task<int>> action) =>
        command.SetAction(async (result, cancellation) =>
        {
            var error = result.InvocationConfiguration.Error;
            try
            {
                var path = result.GetValue(folder) ?? ConfiguredFolder();
                if (!Directory.Exists(path))
                    throw new StartupException([$"{path}: error audit_no_folder: no such folder"]);
                CheckFiles(path);
                return await action(result, path, cancellation);
            }
            catch (StartupException e)
            {
                foreach (var line in e.Lines)
                    await error.WriteLineAsync(line);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                await error.WriteLineAsync($"error audit_unreadable: {e.Message.TrimEnd('.')}");
            }

            return ExitCode.WrongInput;
        });

    /// <summary>Checks that the records are regular files: to open a FIFO would wait for a writer.</summary>
    /// <exception cref="StartupException">One is not.</exception>
    public static void CheckFiles(string folder)
    {
        var errors = Directory.EnumerateFileSystemEntries(folder, "audit*")
            .Select(path => FileFacts.WhyNoFile(path) is { } oddity ? $"{path}: error audit_file_kind: {oddity}" : null)
            .OfType<string>().Order(StringComparer.Ordinal).ToList();
        if (errors.Count > 0)
            throw new StartupException(errors);
    }

    private static string ConfiguredFolder()
    {
        var builder = EdgeApplication.CreateBuilder([]);
        var path = EdgeSettings.Read(builder.Configuration).Audit.Path
            ?? throw new StartupException([$"error audit_off at {AuditSettings.PathKey}: nothing is recorded here: name the folder"]);
        return Path.GetRelativePath(Environment.CurrentDirectory, Path.Combine(builder.Environment.ContentRootPath, path));
    }
}
