using System.Globalization;
using System.Text.Json;
using System.Xml;
using Edge.Policy.Calls;
using Edge.Policy.Text;

namespace Edge.Cli.Policies;

/// <summary>Prints what came of tests: as text, as JSON or as JUnit's XML.</summary>
internal static class TestPrinter
{
    /// <summary>Prints all runs.</summary>
    public static void Print(IReadOnlyList<TestRun> runs, string format, TextWriter output)
    {
        switch (format)
        {
            case "json":
                output.WriteLine(JsonSerializer.Serialize(runs.Select(Answer), JsonOutput.Options));
                break;
            case "junit":
                PrintXml(runs, output);
                break;
            default:
                foreach (var run in runs)
                    PrintText(run, output);
                break;
        }
    }

    private static void PrintText(TestRun run, TextWriter output)
    {
        foreach (var one in run.Results.Where(one => !one.Passed))
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{run.Path}:{one.Test.Place.Line}:{one.Test.Place.Column}: failed: {UserText.Printable(one.Test.Name)}"));
            foreach (var failure in one.Failures)
                output.WriteLine($"  {UserText.Printable(failure)}");
        }

        var passed = run.Results.Count(one => one.Passed);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{run.Path}: {passed} passed, {run.Results.Count - passed} failed; {Share(run)}"));
        foreach (var place in run.Coverage.Missed)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{run.Policy}:{place.Line}:{place.Column}: not reached: {UserText.Printable(place.Pointer)}"));
    }

    private static string Share(TestRun run) => string.Create(CultureInfo.InvariantCulture,
        $"{run.Coverage.Reached} of {run.Coverage.Total} places reached ({Percent(run)} %)");

    // Rounded down: 100 % is all.
    private static int Percent(TestRun run) => run.Coverage.Total == 0 ? 100 : 100 * run.Coverage.Reached / run.Coverage.Total;

    private static object Answer(TestRun run) => new
    {
        file = run.Path,
        policy = run.Policy,
        tests = run.Results.Select(one => new
        {
            name = one.Test.Name,
            passed = one.Passed,
            decision = one.Decision.Outcome.ToSlug(),
            rule = one.Decision.Rule,
            reason = one.Decision.Reason.ToSlug(),
            failures = one.Failures,
        }),
        coverage = new
        {
            reached = run.Coverage.Reached,
            total = run.Coverage.Total,
            missed = run.Coverage.Missed.Select(place => new { place = place.Pointer, place.Line, place.Column }),
        },
    };

    private static void PrintXml(IReadOnlyList<TestRun> runs, TextWriter output)
    {
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true, NewLineChars = "\n" }))
        {
            xml.WriteStartElement("testsuites");
            foreach (var run in runs)
            {
                xml.WriteStartElement("testsuite");
                xml.WriteAttributeString("name", UserText.Printable(run.Path));
                xml.WriteAttributeString("tests", Text(run.Results.Count));
                xml.WriteAttributeString("failures", Text(run.Results.Count(one => !one.Passed)));
                foreach (var one in run.Results)
                {
                    xml.WriteStartElement("testcase");
                    xml.WriteAttributeString("classname", UserText.Printable(run.Path));
                    xml.WriteAttributeString("name", UserText.Printable(one.Test.Name));
                    foreach (var failure in one.Failures)
                    {
                        xml.WriteStartElement("failure");
                        xml.WriteAttributeString("message", UserText.Printable(failure));
                        xml.WriteEndElement();
                    }

                    xml.WriteEndElement();
                }

                xml.WriteEndElement();
            }

            xml.WriteEndElement();
        }

        output.WriteLine();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
