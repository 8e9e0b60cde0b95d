using System.ComponentModel.DataAnnotations;

namespace Edge.Admin.Servers;

/// <summary>Where a server is.</summary>
/// <param name="Name">The destination's name.</param>
/// <param name="Address">Its address.</param>
/// <param name="Health"><c>healthy</c>, <c>unhealthy</c>, or <c>unknown</c> where nothing checks it.</param>
internal sealed record DestinationAnswer(string Name, string Address, [property: AllowedValues("healthy", "unhealthy", "unknown")] string Health);
