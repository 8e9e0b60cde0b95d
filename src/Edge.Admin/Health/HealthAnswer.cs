using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Health;

/// <summary>What a probe is told.</summary>
/// <param name="Status"><c>alive</c>, or <c>ready</c>, <c>degraded</c> (serving all the same), <c>unready</c>.</param>
/// <param name="Checks">What was looked at, by name; absent in <c>/healthz</c>.</param>
internal sealed record HealthAnswer(
    [property: AllowedValues("alive", "ready", "degraded", "unready")] string Status, IReadOnlyDictionary<string, HealthPart>? Checks);
