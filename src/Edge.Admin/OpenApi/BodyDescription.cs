namespace Edge.Admin.OpenApi;

/// <summary>The body that an endpoint reads, as JSON.</summary>
/// <param name="Type">Its type.</param>
internal sealed record BodyDescription(Type Type);
