using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Health;

/// <summary>What was found of one thing.</summary>
/// <param name="Status"><c>ready</c>, <c>degraded</c> or <c>unready</c>.</param>
/// <param name="Detail">What was found, in words for people.</param>
internal sealed record HealthPart([property: AllowedValues("ready", "degraded", "unready")] string Status, string Detail);
