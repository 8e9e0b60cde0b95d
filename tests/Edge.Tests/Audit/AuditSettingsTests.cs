using System.Text;
using Edge.Gateway.Audit;
using Edge.Gateway.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace Edge.Tests.Audit;

public sealed class AuditSettingsTests
{
    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{ "Path": "elsewhere" }""", "elsewhere")]
    [InlineData("""{ "Path": "" }""", null)]
    [InlineData("""{ "Path": null }""", null)]
    [InlineData("""{ "Durable": true }""", null)]
    public void A_host_records_where_it_says(string section, string? path) => Assert.Equal(path, Read(section).Path);

    [Fact]
    public void The_defaults_are_those_of_the_page()
    {
        var settings = Read("{}");
        Assert.Equal((AuditFailureMode.Deny, false, 4096, 67_108_864, 0, 0),
            (settings.OnFailure, settings.Durable, settings.QueueSize, settings.MaxFileBytes, settings.KeepFiles, settings.KeepDays));
        Assert.Empty(settings.Record);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("\"true\"")]
    public void Durable_is_read_as_JSON_and_as_text(string value) => Assert.True(Read($$"""{ "Durable": {{value}} }""").Durable);

    private static AuditSettings Read(string section)
    {
        var json = $$"""{ "Edge": { "Audit": {{section}} } }""";
        var reader = new SettingsReader(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build(),
            "Edge");
        var settings = AuditSettingsReader.Read(reader);
        reader.ReportUnknownKeys();
        Assert.Empty(reader.Errors);
        return settings;
    }
}
