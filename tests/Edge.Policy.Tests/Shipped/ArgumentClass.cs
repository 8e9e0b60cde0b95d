namespace Edge.Policy.Tests.Shipped;

/// <summary>What a policy says about one argument of one tool.</summary>
internal enum ArgumentClass
{
    /// <summary>The policy does not mention it: it is denied, and nobody decided that.</summary>
    Unmentioned,

    /// <summary>Any value passes.</summary>
    Allowed,

    /// <summary>A condition bounds its value.</summary>
    Bounded,

    /// <summary>A call that has it needs a person, while others do not.</summary>
    Asked,

    /// <summary>A call that has it is denied, with words of its own.</summary>
    Refused,
}
