using Edge.Policy.Documents;


namespace Edge.Policy.Calls;

/// <summary>What may be decided about a call of which not everything is known. Immutable.</summary>
/// <param name="Possible">Every outcome that some call like it could have; never none.</param>
/// <param name="Rule">The place that decides, as a JSON pointer; null where several may.</param>
internal readonly record struct Forecast(ForecastOutcomes Possible, string? Rule)
{
    /// <summary>Whether there is but one outcome.</summary>
    public bool IsCertain => (Possible & (Possible - 1)) == 0;

    /// <summary>The forecast of what was decided.</summary>
    public static Forecast Certain(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return new(Of(decision), decision.Rule);
    }

    /// <summary>The outcome that a decision has.</summary>
    public static ForecastOutcomes Of(Decision decision)
    {
        ArgumentNullException.ThrowIfNull(decision);
        return decision.Outcome switch
        {
            DecisionOutcome.Allow => ForecastOutcomes.Allow,
            _ when decision.Mode == PolicyMode.Shadow => ForecastOutcomes.Shadow,
            DecisionOutcome.ApprovalRequired => ForecastOutcomes.Ask,
            _ => ForecastOutcomes.Deny,
        };
    }
}
