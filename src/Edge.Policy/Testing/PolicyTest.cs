using Edge.Policy.Calls;
using Edge.Policy.Documents;

namespace Edge.Policy.Testing;

/// <summary>One test of a policy. Immutable.</summary>
/// <param name="Name">Its name, unique in the file.</param>
/// <param name="Call">The call that is decided.</param>
/// <param name="Caller">Who calls.</param>
/// <param name="At">When.</param>
/// <param name="History">Earlier calls of the same caller, which took from limits, in the order of their times.</param>
/// <param name="Expected">What must be decided.</param>
/// <param name="Place">Where the test stands.</param>
internal sealed record PolicyTest(
    string Name,
    SampleCall Call,
    Caller Caller,
    DateTimeOffset At,
    IReadOnlyList<(SampleCall Call, DateTimeOffset At)> History,
    ExpectedDecision Expected,
    SourcePlace Place);
