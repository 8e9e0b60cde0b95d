using Edge.Gateway.Reloading;
using Edge.Gateway.Settings;
using Edge.Policy.Documents;
using Edge.Policy.Testing;

namespace Edge.Cli.Policies;

/// <summary>A file of tests that was run.</summary>
/// <param name="Path">The file's path as given.</param>
/// <param name="Policy">The policy's path.</param>
/// <param name="Results">What came of each test.</param>
/// <param name="Coverage">What the tests reached.</param>
internal sealed record TestRun(string Path, string Policy, IReadOnlyList<PolicyTestResult> Results, PolicyCoverage Coverage)
{
    /// <summary>Reads and runs a file.</summary>
    /// <exception cref="StartupException">The file or its policy cannot be read: each mistake is a line.</exception>
    public static TestRun Of(string path)
    {
        var tests = Read(path);
        var policy = PolicyFile.Load(PolicyPath(path, tests.Policy));
        var runner = new PolicyTestRunner(policy.Document, policy.Policy);
        return new TestRun(path, policy.Path, [.. tests.Tests.Select(runner.Run)], runner.Coverage);
    }

    /// <summary>When the files and their policies were last written; what cannot be read is left out.</summary>
    public static string Stamp(IEnumerable<string> paths) => string.Join('|', paths.SelectMany(path =>
    {
        try
        {
            return new[] { path, PolicyPath(path, Read(path).Policy) };
        }
        catch (StartupException)
        {
            return [path];
        }
    }).Select(path => File.GetLastWriteTimeUtc(path).Ticks));

    private static PolicyTestFile Read(string path)
    {
        var (bytes, error) = ContentFile.Read(Environment.CurrentDirectory, path, PolicyTestParser.Family, "policy tests");
        if (bytes is null)
            throw new StartupException([error!]);
        var diagnostics = new DiagnosticBag(path, PolicyTestParser.Family);
        return PolicyTestParser.Read(bytes, diagnostics)
            ?? throw new StartupException([.. diagnostics.ToSorted().Select(line => line.ToString())]);
    }

    private static string PolicyPath(string path, string policy) =>
        System.IO.Path.Combine(System.IO.Path.GetDirectoryName(path) ?? "", policy);
}
