using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Edge.Tests.Admin.Description;

/// <summary>What the description of the admin port says of the whole.</summary>
internal static class DocumentDescription
{
    /// <summary>The name of the schema of every answer that is no success.</summary>
    public const string Problem = "Problem";

    private const string Token = "token";
    private const string Session = "session";

    /// <summary>Completes a document.</summary>
    public static Task ApplyAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellation)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Edge, the admin port",
            Version = "0.1.0",
            Description = "What the admin port of Edge answers besides the pages of its console. Every answer that is no success is a "
                + "Problem. A change by session cookie needs the session's word in the header X-Edge-Csrf.",
            License = new OpenApiLicense { Name = "Apache-2.0", Identifier = "Apache-2.0" },
        };
        document.Servers = [new OpenApiServer { Url = "http://127.0.0.1:8081" }];
        document.Tags?.Clear();
        foreach (var path in document.Paths.Values)
            path.Operations?.Remove(HttpMethod.Head);
        foreach (var schema in document.Components!.Schemas!.Values.OfType<OpenApiSchema>())
            SchemaDescription.WithoutNulls(schema);

        document.Components.Schemas[Problem] = ProblemSchema();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Token] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                Description = "A user's token, as 'edge user new' prints it.",
            },
            [Session] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.ApiKey,
                In = ParameterLocation.Cookie,
                Name = "edge_admin",
                Description = "The session of a user who signed in with a browser; over https its name is __Host-edge_admin.",
            },
        };
        document.Security =
        [
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Token, document)] = [] },
            new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Session, document)] = [] },
        ];
        return Task.CompletedTask;
    }

    private static OpenApiSchema ProblemSchema()
    {
        return new OpenApiSchema
        {
            Type = JsonSchemaType.Object,
            Description = "What went wrong (RFC 9457).",
            AdditionalPropertiesAllowed = false,
            Required = new HashSet<string> { "type", "title", "status", "code", "detail" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("Always about:blank."),
                ["title"] = Text("The status in words."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "The HTTP status." },
                ["code"] = Text("A stable code.", "^[a-z_]+$"),
                ["detail"] = Text("What to do, in a sentence."),
            },
        };

        static OpenApiSchema Text(string description, string? pattern = null) =>
            new() { Type = JsonSchemaType.String, Description = description, Pattern = pattern };
    }
}
