using System.CommandLine;
using Edge.Policies;

namespace Edge.Cli;

/// <summary><c>edge check FILE…</c>: says whether policies can be used, with every mistake and its place.</summary>
internal static class CheckCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE") { Description = "Policy files to check.", Arity = ArgumentArity.OneOrMore };
        var strict = new Option<bool>("--strict") { Description = "Let warnings fail the check too." };
        var command = new Command("check", "Checks policy files without serving: every error and warning, with line and column. Exit code 0 if all can be used, 2 if not.")
        {
            files,
            strict,
        };
        command.SetAction(result => Check(
            result.GetRequiredValue(files), result.GetValue(strict), result.InvocationConfiguration.Output, result.InvocationConfiguration.Error));
        return command;
    }

    private static int Check(string[] files, bool strict, TextWriter output, TextWriter error)
    {
        var good = true;
        foreach (var file in files)
        {
            var load = PolicyLoader.Load(Path.GetFileNameWithoutExtension(file), Environment.CurrentDirectory, file);
            foreach (var line in load.Errors.Concat(load.Warnings))
                error.WriteLine(line);
            if (load.Policy is null || strict && load.Warnings.Count > 0)
            {
                good = false;
                continue;
            }

            var warnings = load.Warnings.Count switch { 0 => "", 1 => " (1 warning)", var n => $" ({n} warnings)" };
            output.WriteLine($"{file}: good, revision {load.Policy.ShortRevision}{warnings}");
        }

        return good ? ExitCode.Good : ExitCode.WrongInput;
    }
}
