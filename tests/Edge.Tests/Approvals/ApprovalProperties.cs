using Edge.Policy.Approvals;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Approvals;

/// <summary>What holds of an approval whatever happens to it, in whatever order.</summary>
public sealed class ApprovalProperties
{
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);

    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(2_000);

    /// <summary>
    /// Steps: 0 approve once, 1 approve for two calls, 2 approve for ten minutes, 3 deny, 4 consume, 5 give back what is in use; 6 and
    /// above: minutes pass.
    /// </summary>
    private static readonly Arbitrary<int[]> Histories = Gen.Choose(0, 12).ArrayOf().Resize(40).ToArbitrary();

    [Fact]
    public void Whatever_happens_it_is_used_no_more_than_was_agreed_to() => Check.One(Many, Prop.ForAll(Histories, steps =>
    {
        var now = Start;
        var approval = Approval.Of(AskedFor.Call(), now);
        var (inUse, agreements, denials, agreed, outOf) = (0, 0, 0, (int?)0, now);
        foreach (var step in steps)
        {
            var before = approval.At(now);
            var next = step switch
            {
                0 => approval.Answer(new ApprovalVerdict("anna", true), now),
                1 => approval.Answer(new ApprovalVerdict("anna", true, Calls: 2), now),
                2 => approval.Answer(new ApprovalVerdict("anna", true, Period: TimeSpan.FromMinutes(10)), now),
                3 => approval.Answer(new ApprovalVerdict("paul", false), now),
                4 => approval.Consume(now),
                5 => inUse > 0 ? approval.GiveBack(now) : null,
                _ => null,
            };
            if (step > 5)
                now += TimeSpan.FromMinutes(step - 5);
            if (next is null)
                continue;
            switch (step)
            {
                case <= 2:
                    // Only what waits is ever agreed to, once.
                    if (before.State != ApprovalState.Pending || ++agreements > 1)
                        return false;
                    agreed = step switch { 0 => 1, 1 => 2, _ => null };
                    outOf = next.ExpiresAt;
                    break;
                case 3:
                    if (++denials > 1 || before.State is not (ApprovalState.Pending or ApprovalState.Approved))
                        return false;
                    break;
                case 4:
                    // Used only in time, never after a no, never more often than was agreed to.
                    if (now >= outOf || denials > 0 || agreements != 1 || ++inUse > (agreed ?? int.MaxValue))
                        return false;
                    break;
                default:
                    inUse--;
                    break;
            }

            approval = next;
            if (approval.Used != inUse || approval.CallsLeft is { } left && agreements == 1 && left + inUse != agreed)
                return false;
        }

        return true;
    }));

    [Fact]
    public void What_is_over_stays_over() => Check.One(Many, Prop.ForAll(Histories, steps =>
    {
        var now = Start;
        var approval = Approval.Of(AskedFor.Call(), now);
        var ended = false;
        foreach (var step in steps)
        {
            if (step > 5)
                now += TimeSpan.FromMinutes(step);
            approval = step switch
            {
                <= 2 => approval.Answer(new ApprovalVerdict("anna", true), now),
                3 => approval.Answer(new ApprovalVerdict("paul", false), now),
                4 => approval.Consume(now),
                _ => null,
            } ?? approval.At(now);
            var isOver = approval.State is ApprovalState.Denied or ApprovalState.Expired or ApprovalState.Consumed;
            if (ended && !isOver)
                return false;
            ended |= isOver;
        }

        return true;
    }));
}
