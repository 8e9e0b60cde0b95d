using Edge.Policy.Evaluation;
using Edge.Policy.Limits;

namespace Edge.Enforcement.Denials;

/// <summary>Everything an answer in the server's place says about one decision.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="DecisionId">Its id.</param>
/// <param name="Policy">The policy's name.</param>
/// <param name="Revision">The policy's revision, 12 hex digits.</param>
/// <param name="Refusal">The limit without room; null unless the reason is <see cref="DecisionReason.RateLimited"/>.</param>
internal readonly record struct Denial(Decision Decision, string DecisionId, string Policy, string Revision, LimitRefusal? Refusal)
{
    private const string StoreFull = "more callers are counted just now than Edge has memory for";

    /// <summary>The whole seconds after which a try can succeed; null when there is no such time.</summary>
    public long? RetryAfterSeconds => Refusal?.RetryAfter is { } wait ? Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)) : null;

    /// <summary>What the caller is told: the policy author's words, and when to try again.</summary>
    public string Text
    {
        get
        {
            var message = (Refusal is { StoreFull: true } ? StoreFull : Decision.Message ?? "this call is not allowed").TrimEnd();
            var stop = message.EndsWith('.') || message.EndsWith('!') || message.EndsWith('?') ? "" : ".";
            var retry = Refusal is { NeverFits: true } ? " This call alone asks for more."
                : RetryAfterSeconds is { } seconds ? $" Try again in {seconds} second{(seconds == 1 ? "" : "s")}." : "";
            return $"Blocked by policy: {message}{stop}{retry}";
        }
    }
}
