using System.Globalization;
using System.Text.Json.Nodes;
using Edge.Admin.OpenApi;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Edge.Tests.Admin.Description;

/// <summary>What the description of the admin port says of an operation: its role, parameters and answers.</summary>
internal static class OperationDescription
{
    /// <summary>Completes an operation.</summary>
    public static async Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context,
        CancellationToken cancellation)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        // Groups by C# class are none of a reader's.
        operation.Tags?.Clear();
        if (metadata.OfType<IAllowAnonymous>().Any())
        {
            operation.Description = "Open.";
            operation.Security = [];
        }
        else
        {
            operation.Description = $"Role: {metadata.OfType<IAuthorizeData>().Single().Policy}.";
        }

        foreach (var parameter in metadata.OfType<ParameterDescription>())
            Describe(operation, parameter);
        if (metadata.OfType<BodyDescription>().SingleOrDefault() is { } body)
        {
            var schema = await context.GetOrCreateSchemaAsync(body.Type, null, cancellation);
            context.Document!.AddComponent(body.Type.Name, schema);
            operation.RequestBody = new OpenApiRequestBody
            {
                Required = true,
                Content = new Dictionary<string, OpenApiMediaType>
                {
                    ["application/json"] = new() { Schema = new OpenApiSchemaReference(body.Type.Name, context.Document) },
                },
            };
        }

        foreach (var answer in metadata.OfType<IProducesResponseTypeMetadata>())
        {
            if (operation.Responses![answer.StatusCode.ToString(CultureInfo.InvariantCulture)] is OpenApiResponse response)
                response.Description = answer.Description;
        }

        operation.Responses!["default"] = new OpenApiResponse
        {
            Description = "What went wrong.",
            Content = new Dictionary<string, OpenApiMediaType>
            {
                ["application/problem+json"] = new() { Schema = new OpenApiSchemaReference(DocumentDescription.Problem, context.Document) },
            },
        };
    }

    // The framework finds the parts of the path, and those of the query that a handler takes as an argument.
    private static void Describe(OpenApiOperation operation, ParameterDescription parameter)
    {
        operation.Parameters ??= [];
        var known = operation.Parameters.OfType<OpenApiParameter>().FirstOrDefault(other => other.Name == parameter.Name);
        if (known is null)
            operation.Parameters.Add(known = new OpenApiParameter { Name = parameter.Name, In = ParameterLocation.Query });
        known.Description = parameter.Text;
        known.Schema = new OpenApiSchema
        {
            Type = Enum.Parse<JsonSchemaType>(parameter.Type, ignoreCase: true),
            Enum = parameter.Values.Count == 0 ? null : [.. parameter.Values.Select(value => JsonValue.Create(value)!)],
            Minimum = parameter.Least?.ToString(CultureInfo.InvariantCulture),
            Maximum = parameter.Most?.ToString(CultureInfo.InvariantCulture),
        };
    }
}
