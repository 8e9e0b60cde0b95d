namespace Edge.Policy.Calls;

/// <summary>What may become of a call, as flags.</summary>
[Flags]
internal enum ForecastOutcomes
{
    /// <summary>Nothing is known.</summary>
    None = 0,

    /// <summary>It is forwarded.</summary>
    Allow = 1,

    /// <summary>A person is asked.</summary>
    Ask = 2,

    /// <summary>It is denied.</summary>
    Deny = 4,

    /// <summary>It is forwarded, though enforcement would deny it or ask a person.</summary>
    Shadow = 8,
}
