using System.Globalization;
using Edge.Policy.Calls;

namespace Edge.Gateway.Approvals;

/// <summary>What the person who approves reads about a call, besides its arguments. Pure.</summary>
internal static class ApproverText
{
    /// <summary>The policy author's question, what the call counts against limits, and whether the same call failed before.</summary>
    /// <param name="asks">The decision that asks.</param>
    /// <param name="charges">What the call takes of its limits.</param>
    /// <param name="failed">What became of the same call after its last approval; null where it did not fail.</param>
    public static string Of(Decision asks, ReadOnlySpan<Charge> charges, string? failed)
    {
        var text = asks.Approval?.Question ?? asks.Message ?? "";
        foreach (ref readonly var charge in charges)
        {
            // That a call counts once says nothing; a cost that the policy works out from the arguments does.
            if (charge.Cost != 1)
                text = Join(text,
                    string.Create(
                        CultureInfo.InvariantCulture, $"It counts {charge.Cost} of at most {charge.Limit.Max} in "
                            + $"'{charge.Limit.Counter}'."));
        }

        return failed is null ? text : Join(text, $"The same call failed after its last approval: {failed}.");
    }

    private static string Join(string text, string sentence)
    {
        var end = text.Length == 0 ? "" : text[^1] is '.' or '!' or '?' ? " " : ". ";
        return text + end + sentence;
    }
}
