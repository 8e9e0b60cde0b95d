using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Edge.Gateway.Policies;
using Edge.Policy.Documents;
using Edge.Policy.Parsing;
using Edge.Policy.Testing;

namespace Edge.Cli.Policies;

/// <summary><c>edge fmt FILE…</c>: writes policies and tests in one layout.</summary>
internal static class FormatCommand
{
    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Policies or files of tests, which are overwritten.",
            Arity = ArgumentArity.OneOrMore,
        };
        var check = new Option<bool>("--check") { Description = "Write nothing; say which files would change." };
        var command = new Command("fmt",
            "Writes policies in one layout. Members keep their order; comments are left out. "
            + "Exit code 0; with --check 1 if a file would change; 2 for wrong input.")
        {
            files,
            check,
        };
        command.SetAction(result =>
        {
            var code = ExitCode.Good;
            foreach (var file in result.GetValue(files)!)
            {
                code = Math.Max(code, Format(file, result.GetValue(check), result.InvocationConfiguration.Output,
                    result.InvocationConfiguration.Error));
            }

            return code;
        });
        return command;
    }

    private static int Format(string path, bool check, TextWriter output, TextWriter error)
    {
        var (bytes, fault) = PolicyLoader.Read(Environment.CurrentDirectory, path);
        if (bytes is null)
        {
            error.WriteLine(fault);
            return ExitCode.WrongInput;
        }

        try
        {
            var text = PolicyFormatter.Format(bytes, out var comments);
            if (Encoding.UTF8.GetBytes(text).AsSpan().SequenceEqual(bytes))
                return ExitCode.Good;
            if (check)
            {
                output.WriteLine($"{path}: would change");
                return ExitCode.No;
            }

            if (comments > 0)
            {
                error.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{path}: note: {comments} {(comments == 1 ? "comment is" : "comments are")} left out: policies have none"));
            }

            File.WriteAllText(path, text);
            output.WriteLine($"{path}: written");
            return ExitCode.Good;
        }
        catch (JsonException e)
        {
            error.WriteLine(Mistake(path, bytes, e));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            error.WriteLine($"{path}: error policy_file_unwritable: {e.Message.TrimEnd('.')}");
        }

        return ExitCode.WrongInput;
    }

    // In the words of the reader of policies, where it sees the same mistake.
    private static string Mistake(string path, byte[] bytes, JsonException fault)
    {
        var diagnostics = new DiagnosticBag(path);
        if (SourceText.Decode(bytes, PolicyParser.MaxBytes, diagnostics) is { } text)
            SourceReader.Read(text, diagnostics);
        return diagnostics.HasErrors ? diagnostics.ToSorted()[0].ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{path}:{(fault.LineNumber ?? 0) + 1}:{(fault.BytePositionInLine ?? 0) + 1}: ")
                + $"error {DiagnosticCodes.JsonSyntax} at {Diagnostic.WholeDocument}: the file is no JSON";
    }
}
