namespace Edge.Policy.Tests.Shipped;

/// <summary>A call that <c>docs/policies.md</c> shows with what the policy says to it.</summary>
/// <param name="After">Whether it is judged after the edits of its section, or before them.</param>
/// <param name="Reason">The written form of the reason.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record GuideCall(bool After, string Reason, string Tool, string Arguments);
