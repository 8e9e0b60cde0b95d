using System.Text;
using Edge.Admin;
using Edge.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace Edge.Tests.Admin.Description;

/// <summary>Makes docs/openapi.json from the endpoints of the admin port, with Microsoft.AspNetCore.OpenApi.</summary>
internal static class AdminDescription
{
    private const string Name = "admin";

    /// <summary>The file's text.</summary>
    public static async Task<string> MakeAsync(EdgeHost edge, CancellationToken cancellation)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        builder.Services.AddRouting();
        builder.Services.AddAdminUsers(edge.Services.GetRequiredService<AdminSettings>());
        builder.Services.AddViews();
        builder.Services.ShareGateway(edge.Services);
        builder.Services.ConfigureHttpJsonOptions(static json =>
        {
            json.SerializerOptions.NumberHandling = AdminJson.Options.NumberHandling;
            json.SerializerOptions.PropertyNamingPolicy = AdminJson.Options.PropertyNamingPolicy;
            foreach (var converter in AdminJson.Options.Converters)
                json.SerializerOptions.Converters.Add(converter);
        });
        builder.Services.AddOpenApi(Name, static options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_1;
            options.CreateSchemaReferenceId = SchemaDescription.NameOf;
            options.AddSchemaTransformer(SchemaDescription.ApplyAsync);
            options.AddOperationTransformer(OperationDescription.ApplyAsync);
            options.AddDocumentTransformer(DocumentDescription.ApplyAsync);
        });
        await using var app = builder.Build();
        app.MapAdmin();
        await app.StartAsync(cancellation);
        var document = await app.Services.GetRequiredKeyedService<IOpenApiDocumentProvider>(Name).GetOpenApiDocumentAsync(cancellation);
        await app.StopAsync(cancellation);

        var text = new StringBuilder();
        await using (var writer = new StringWriter(text) { NewLine = "\n" })
            document.SerializeAsV31(new OpenApiJsonWriter(writer));
        return text.Append('\n').ToString();
    }
}
