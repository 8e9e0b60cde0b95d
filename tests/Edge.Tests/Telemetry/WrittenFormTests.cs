using Edge.Gateway.Approvals;
using Edge.Gateway.Audit;
using Edge.Mcp.Requests;
using Edge.Policy.Approvals;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Limits;
using Edge.Policy.Stores;
using Xunit;

namespace Edge.Tests.Telemetry;

/// <summary>Every value of a closed list as dashboards know it: a change here is a change of the interface.</summary>
public sealed class WrittenFormTests
{
    [Fact]
    public void Outcomes() => Check<DecisionOutcome>(o => o.ToSlug(), "deny allow approval_required");

    [Fact]
    public void Modes() => Check<PolicyMode>(m => m.ToSlug(), "enforce shadow");

    [Fact]
    public void Limit_states() => Check<LimitState>(s => s.ToSlug(), "within near over");

    [Fact]
    public void Store_operations() =>
    Check<StoreOperation>(o => o.ToSlug(),
    "take look end find_freeze change_freeze ask_approval change_approval read_approvals renew sweep");

    [Fact]
    public void Outcomes_of_approvals() =>
    Check<ApprovalOutcome>(o => o.ToSlug(), "requested refused approved denied expired consumed given_back");

    [Fact]
    public void States_and_scopes_of_approvals_and_what_came_of_notices()
    {
        Check<ApprovalState>(s => s.ToSlug(), "pending approved denied expired consumed");
        Check<ApprovalScope>(s => s.ToSlug(), "once tool");
        Check<NoticeResult>(r => r.ToSlug(), "delivered failed dropped");
    }

    [Fact]
    public void Reasons() => Check<DecisionReason>(
        r => r.ToSlug(),
        """
        allowed hidden not_listed denied condition_failed condition_matched unevaluable rate_limited approval_required approval_denied
        approval_expired method_not_allowed resource_not_allowed prompt_not_allowed no_policy frozen store_unavailable
        result_denied result_too_large result_unreadable
        """);

    [Fact]
    public void Rejections() => Check<RefusalReason>(
        r => r.Slug(),
        """
        no_route host origin upgrade method_not_allowed duplicate_header connection_header header_value unexpected_body content_type content_encoding
        body_too_large body_timeout body_incomplete buffers_full invalid_utf8 malformed batch too_deep too_many_members too_many_values
        name_too_long duplicate_key confusable_key lone_surrogate invalid_envelope invalid_id invalid_params header_mismatch unsupported_revision
        unknown_session unauthenticated flood
        """);

    private static void Check<T>(Func<T, string> write, string expected)
        where T : struct, Enum
    {
        Assert.Equal(expected.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Order(),
            Enum.GetValues<T>().Select(write).Order());
        Assert.Throws<ArgumentOutOfRangeException>(() => write((T)Enum.ToObject(typeof(T), 999)));
    }
}
