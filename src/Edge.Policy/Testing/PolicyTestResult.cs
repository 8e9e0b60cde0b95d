using Edge.Policy.Calls;

namespace Edge.Policy.Testing;

/// <summary>What came of a test. Immutable.</summary>
/// <param name="Test">The test.</param>
/// <param name="Decision">What was decided.</param>
/// <param name="Failures">What is other than expected, one sentence each; none where the test passed.</param>
internal sealed record PolicyTestResult(PolicyTest Test, Decision Decision, IReadOnlyList<string> Failures)
{
    /// <summary>Whether the test passed.</summary>
    public bool Passed => Failures.Count == 0;
}
