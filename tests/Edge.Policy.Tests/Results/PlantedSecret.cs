namespace Edge.Policy.Tests.Results;

/// <summary>A made-up secret of a valid form.</summary>
/// <param name="Detector">What must find it.</param>
/// <param name="Text">The text that holds it, as it is met.</param>
/// <param name="Core">What must not be seen afterwards.</param>
internal sealed record PlantedSecret(string Detector, string Text, string Core);
