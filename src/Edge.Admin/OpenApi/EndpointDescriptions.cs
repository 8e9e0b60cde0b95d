using Microsoft.AspNetCore.Http.Metadata;

namespace Edge.Admin.OpenApi;

/// <summary>What docs/openapi.json says of an endpoint, beside what the endpoint shows by itself. Nothing is decided on it.</summary>
internal static class EndpointDescriptions
{
    /// <summary>Names an operation.</summary>
    /// <param name="route">The endpoint.</param>
    /// <param name="id">The operation's id: unique, and stable, because clients are generated from it.</param>
    /// <param name="summary">What it does, in a few words.</param>
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder route, string id, string summary) =>
        route.WithName(id).WithSummary(summary);

    /// <summary>Says what it answers.</summary>
    /// <typeparam name="T">The body.</typeparam>
    /// <param name="route">The endpoint.</param>
    /// <param name="description">What the body is.</param>
    /// <param name="status">The status.</param>
    /// <param name="type">The media type.</param>
    public static RouteHandlerBuilder Answers<T>(
        this RouteHandlerBuilder route, string description, int status = StatusCodes.Status200OK, string type = "application/json") =>
        route.WithMetadata(new AnswerDescription(typeof(T), status, description, [type]));

    /// <summary>
    /// Says which body it reads: JSON. The framework's own metadata would refuse any other before the endpoint can say why.
    /// </summary>
    /// <typeparam name="T">The body.</typeparam>
    public static RouteHandlerBuilder Reads<T>(this RouteHandlerBuilder route) => route.WithMetadata(new BodyDescription(typeof(T)));

    /// <summary>Describes a part of the address: of its path, where the path has it, or else of its query.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, ParameterDescription parameter) =>
        route.WithMetadata(parameter);

    private sealed record AnswerDescription(Type? Type, int StatusCode, string? Description, IEnumerable<string> ContentTypes)
        : IProducesResponseTypeMetadata;
}
