using System.CommandLine;
using Edge.Gateway.Settings;
using Edge.Startup.Checking;

namespace Edge.Cli.Checking;

/// <summary>
/// <c>edge check [FILE…]</c>: says whether a start would succeed, with every mistake and its place. Without a file it checks everything
/// that the settings name; with files, each for itself.
/// </summary>
internal static class CheckCommand
{
    private const string Text = "text";

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Policies, grants files or settings files; each is recognized by its content. "
                + "Default: the settings as a start would find them, with the policies and grants that they name.",
            Arity = ArgumentArity.ZeroOrMore,
        };
        var strict = new Option<bool>("--strict") { Description = "Let warnings fail the check too." };
        var format = new Option<string>("--format")
        {
            Description = "text; or for programs github, sarif or lsp, which print mistakes only, to standard output.",
            DefaultValueFactory = _ => Text,
        };
        format.AcceptOnlyFromAmong(Text, "github", "sarif", "lsp");
        var command = new Command(
            "check", "Checks settings, policies and grants without serving: every error and warning, with line and column. "
            + "Exit code 0 if all are valid, 2 if not.")
        {
            files,
            strict,
            format,
        };
        command.SetAction(async (result, _) =>
        {
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            try
            {
                var findings = result.GetValue(files) is { Length: > 0 } given ? await FileCheck.RunAsync(given)
                    : await SettingsCheck.RunAsync();
                if (result.GetValue(format) is { } form and not Text)
                {
                    CheckFormat.Print(findings.SelectMany(finding => finding.Errors.Concat(finding.Warnings)), form, output);
                    (output, error) = (TextWriter.Null, TextWriter.Null);
                }

                return Print(findings, result.GetValue(strict), output, error);
            }
            catch (StartupException e)
            {
                foreach (var line in e.Lines)
                    await error.WriteLineAsync(line);
                return ExitCode.WrongInput;
            }
        });
        return command;
    }

    private static int Print(IReadOnlyList<Finding> findings, bool strict, TextWriter output, TextWriter error)
    {
        var good = true;
        foreach (var finding in findings)
        {
            foreach (var line in finding.Errors.Concat(finding.Warnings))
                error.WriteLine(line);
            if (finding.Errors.Count > 0 || (strict && finding.Warnings.Count > 0))
                good = false;
            else
                output.WriteLine($"{finding.Subject}: {finding.Verdict}{Warnings(finding.Warnings.Count)}");
        }

        return good ? ExitCode.Good : ExitCode.WrongInput;
    }

    private static string Warnings(int count) => count switch { 0 => "", 1 => " (1 warning)", _ => $" ({count} warnings)" };
}
