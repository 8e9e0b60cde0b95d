using Edge.Policy.Documents;


namespace Edge.Policy.Tests.Shipped;

/// <summary>What one call takes of one limit.</summary>
internal sealed record JudgedCharge(string Rule, string Counter, LimitAlgorithm Algorithm, TimeSpan Window, decimal Max, decimal Cost,
    string Key);
