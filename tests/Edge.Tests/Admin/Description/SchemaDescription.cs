using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using System.Xml.Linq;
using Edge.Admin.Decisions;
using Edge.Policy.Calls;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Edge.Tests.Admin.Description;

/// <summary>
/// What the description of the admin port says of a body: the words of its type in C#, and that it has these members and no others.
/// </summary>
internal static class SchemaDescription
{
    private const string Answer = "Answer";

    private static readonly Dictionary<string, string> Words = ReadWords();

    private static readonly Dictionary<string, string[]> Enumerations = new(StringComparer.Ordinal)
    {
        [$"{nameof(DecisionAnswer)}.{nameof(DecisionAnswer.Decision)}"] =
            [.. Enum.GetValues<DecisionOutcome>().Select(outcome => outcome.ToSlug())],
        [$"{nameof(DecisionAnswer)}.{nameof(DecisionAnswer.Reason)}"] =
            [.. Enum.GetValues<DecisionReason>().Select(reason => reason.ToSlug())],
    };

    /// <summary>What a type is called: what it shows, not that it is an answer.</summary>
    public static string? NameOf(JsonTypeInfo type)
    {
        var name = OpenApiOptions.CreateDefaultSchemaReferenceId(type);
        return name is not null && name.EndsWith(Answer, StringComparison.Ordinal) ? name[..^Answer.Length] : name;
    }

    /// <summary>Completes a schema.</summary>
    public static Task ApplyAsync(OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellation)
    {
        schema.Format = schema.Format == "date-time" ? schema.Format : null;
        var type = context.JsonTypeInfo.Type;
        if (type.IsEnum || (context.JsonTypeInfo.Kind == JsonTypeInfoKind.Object && type != typeof(object)))
        {
            schema.Description = Words.GetValueOrDefault($"T:{type.FullName}", schema.Description ?? "");
            schema.AdditionalPropertiesAllowed = type.IsEnum;
        }
        else if (context.JsonPropertyInfo?.AttributeProvider is PropertyInfo property)
        {
            DescribeMember(schema, property);
        }

        return Task.CompletedTask;
    }

    /// <summary>Nothing is written as null: what may be null may be absent.</summary>
    public static void WithoutNulls(OpenApiSchema schema)
    {
        foreach (var (name, member) in schema.Properties?.ToList() ?? [])
        {
            if (member is not OpenApiSchema own || WithoutNull(own) is not { } present)
                continue;
            schema.Required?.Remove(name);
            schema.Properties![name] = present;
        }
    }

    private static IOpenApiSchema? WithoutNull(OpenApiSchema schema)
    {
        if (schema.OneOf is { Count: 2 } either)
            return either.Single(option => option.Type != JsonSchemaType.Null);
        if (schema.Type is not { } type || !type.HasFlag(JsonSchemaType.Null))
            return null;
        schema.Type = type & ~JsonSchemaType.Null;
        return schema;
    }

    private static void DescribeMember(OpenApiSchema schema, PropertyInfo property)
    {
        schema.Description = Words.GetValueOrDefault($"P:{property.DeclaringType!.FullName}.{property.Name}");
        var values = property.GetCustomAttribute<AllowedValuesAttribute>()?.Values.Select(value => (string)value!)
            ?? Enumerations.GetValueOrDefault($"{property.DeclaringType.Name}.{property.Name}");
        if (values is not null)
            schema.Enum = [.. values.Select(value => JsonValue.Create(value)!)];
    }

    private static Dictionary<string, string> ReadWords() =>
        new[] { typeof(DecisionAnswer), typeof(DecisionReason) }
            .SelectMany(type => XDocument.Load(Path.ChangeExtension(type.Assembly.Location, ".xml")).Descendants("member"))
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Plain(member.Element("summary")!), StringComparer.Ordinal);

    // A constant stands for its value, and a value of an enumeration for its word.
    private static string Plain(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XElement { Name.LocalName: "c" } code => $"'{code.Value}'",
            XElement { Name.LocalName: "see" } reference => ValueOf(reference.Attribute("cref")!.Value),
            _ => node.ToString(),
        }));
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    private static string ValueOf(string reference)
    {
        var dot = reference.LastIndexOf('.');
        var name = reference[(dot + 1)..];
        if (!reference.StartsWith("F:", StringComparison.Ordinal))
            return name;
        var field = new[] { typeof(DecisionAnswer).Assembly, typeof(DecisionReason).Assembly }
            .Select(assembly => assembly.GetType(reference[2..dot])?.GetField(name, BindingFlags.Static | BindingFlags.Public
                | BindingFlags.NonPublic))
            .FirstOrDefault(field => field is { IsLiteral: true });
        return field is null ? name
            : field.FieldType.IsEnum ? $"'{JsonNamingPolicy.CamelCase.ConvertName(name)}'"
            : Convert.ToString(field.GetRawConstantValue(), CultureInfo.InvariantCulture)!;
    }
}
