namespace Edge.Gateway.Approvals;

/// <summary>What happened while a call waited for a person.</summary>
internal enum HeldOutcome
{
    /// <summary>Nothing that helps the call: no room to wait, no answer in time, or another policy or other grants became active.</summary>
    Unanswered,

    /// <summary>A person answered: the call is decided again.</summary>
    Answered,

    /// <summary>The time of the approval was over.</summary>
    Expired,

    /// <summary>The caller may not reach the server any more.</summary>
    LostAccess,
}
