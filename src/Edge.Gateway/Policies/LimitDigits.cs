using Edge.Policy.Validation;

namespace Edge.Gateway.Policies;

/// <summary>How many digits the store of limits counts. Immutable.</summary>
/// <param name="Count">The digits before and after the point together.</param>
internal sealed record LimitDigits(int Count)
{
    /// <summary>Those of a decimal: a limit cannot be written with more.</summary>
    public const int All = LimitDigitsCheck.All;
}
