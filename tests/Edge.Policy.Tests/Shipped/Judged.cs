using Edge.Policy.Calls;


namespace Edge.Policy.Tests.Shipped;

/// <summary>What a policy says to one call.</summary>
/// <param name="Reason">The written form of the reason.</param>
/// <param name="Rule">The place that decided.</param>
/// <param name="Decision">The decision itself.</param>
/// <param name="Charges">What the call takes of which limit.</param>
internal sealed record Judged(string Reason, string Rule, Decision Decision, JudgedCharge[] Charges);
