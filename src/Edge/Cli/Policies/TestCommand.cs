using System.CommandLine;
using Edge.Gateway.Settings;

namespace Edge.Cli.Policies;

/// <summary><c>edge test FILE…</c>: runs tests of policies; <c>--init</c> writes a first file of them.</summary>
internal static class TestCommand
{
    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(500);

    public static Command Create()
    {
        var files = new Argument<string[]>("FILE")
        {
            Description = "Files of tests, NAME.test.json. With --init: policies.",
            Arity = ArgumentArity.OneOrMore,
        };
        var format = new Option<string>("--format") { Description = "text, json or junit.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json", "junit");
        var watch = new Option<bool>("--watch") { Description = "Run again when a file of tests or its policy changes, until Ctrl+C." };
        var init = new Option<bool>("--init")
        {
            Description = "Write NAME.test.json beside each policy: for each rule a call that passes and a call that does not.",
        };
        var force = new Option<bool>("--force") { Description = "With --init: overwrite the file if it exists." };
        var command = new Command("test",
            "Runs tests of policies and says which places of a policy no test reached. Exit code 0 if all pass, 1 if some fail, 2 for "
            + "files that cannot be read.")
        {
            files,
            format,
            watch,
            init,
            force,
        };
        command.SetAction(async (result, cancellation) =>
        {
            var (output, error) = (result.InvocationConfiguration.Output, result.InvocationConfiguration.Error);
            var given = result.GetValue(files)!;
            if (result.GetValue(init))
                return TestInit.Run(given, result.GetValue(force), output, error);
            var code = Run(given, result.GetValue(format)!, output, error);
            if (!result.GetValue(watch))
                return code;
            try
            {
                var seen = TestRun.Stamp(given);
                while (true)
                {
                    await Task.Delay(WatchPeriod, TimeProvider.System, cancellation);
                    var now = TestRun.Stamp(given);
                    if (now == seen)
                        continue;
                    seen = now;
                    output.WriteLine();
                    code = Run(given, result.GetValue(format)!, output, error);
                }
            }
            catch (OperationCanceledException)
            {
                return code;
            }
        });
        return command;
    }

    private static int Run(IReadOnlyList<string> files, string format, TextWriter output, TextWriter error)
    {
        List<TestRun> runs = [];
        var readable = true;
        foreach (var file in files)
        {
            try
            {
                runs.Add(TestRun.Of(file));
            }
            catch (StartupException e)
            {
                readable = false;
                foreach (var line in e.Lines)
                    error.WriteLine(line);
            }
        }

        if (!readable)
            return ExitCode.WrongInput;
        TestPrinter.Print(runs, format, output);
        return runs.TrueForAll(run => run.Results.All(one => one.Passed)) ? ExitCode.Good : ExitCode.No;
    }
}
