using Edge.Policy.Results.Detection;
using Edge.Testing;
using Xunit;

namespace Edge.Policy.Tests.Results;

public sealed class DetectorTests
{
    public static TheoryData<string> Ids => [.. DetectorFile.Shipped.Names.Skip(1)];

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_detector_finds_its_positive_samples_and_nothing_in_its_negative_ones(string id)
    {
        var (positive, negative) = Samples(id);
        Assert.NotEmpty(positive);
        Assert.NotEmpty(negative);
        var rules = $$"""{ "redact": ["{{id}}"] }""";
        Assert.All(positive, sample => Assert.Contains($"[redacted: {id}]", Judging.Text(sample, rules), StringComparison.Ordinal));
        Assert.All(negative, sample => Assert.Equal(sample, Judging.Text(sample, rules)));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void No_detector_finds_anything_in_the_negative_samples_of_another(string id) =>
        Assert.All(Samples(id).Negative, sample => Assert.Equal(sample, Judging.Text(sample)));

    [Fact]
    public void Keys_that_vendors_print_as_examples_are_no_findings() =>
        Assert.All(DetectorFile.Shipped.Examples, example => Assert.Equal($"key {example} end", Judging.Text($"key {example} end")));

    [Fact]
    public void The_file_is_dated_and_every_detector_has_a_form_and_a_source()
    {
        Assert.Matches("^20[0-9]{2}-[01][0-9]-[0-3][0-9]$", DetectorFile.Shipped.Updated);
        Assert.All(DetectorFile.Shipped.Detectors, detector =>
        {
            Assert.Matches("^[a-z0-9-]{1,40}$", detector.Id);
            Assert.NotEmpty(detector.Form);
            Assert.StartsWith("https://", detector.Source, StringComparison.Ordinal);
            Assert.All(detector.Literals, literal => Assert.True(literal.Length >= 3, literal));
        });
        Assert.Distinct(DetectorFile.Shipped.Names);
    }

    [Fact]
    public void The_page_lists_every_detector_with_its_form()
    {
        var page = Repository.Read("docs", "results.md");
        Assert.All(
            DetectorFile.Shipped.Detectors,
            detector => Assert.Contains($"| `{detector.Id}` | {detector.Form} |", page, StringComparison.Ordinal));
        Assert.Contains($"| `{DetectorFile.Shipped.Pair.Id}` | {DetectorFile.Shipped.Pair.Form} |", page, StringComparison.Ordinal);
        Assert.Contains(DetectorFile.Shipped.Updated, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("public_key", false)]
    [InlineData("PublicKey", false)]
    [InlineData("api_key", true)]
    [InlineData("X-API-Key", true)]
    [InlineData("max_tokens", false)]
    [InlineData("token_file", false)]
    [InlineData("secret_name", false)]
    [InlineData("nextPageToken", false)]
    [InlineData("progressToken", false)]
    [InlineData("clientSecret", true)]
    [InlineData("", false)]
    public void A_name_says_by_its_end_that_its_value_is_a_secret(string name, bool isSecret) =>
        Assert.Equal(isSecret, DetectorFile.Shipped.Pair.Has(name));

    private static (string[] Positive, string[] Negative) Samples(string id)
    {
        var shipped = DetectorFile.Shipped;
        if (id == shipped.Pair.Id)
            return (shipped.Pair.Positive, shipped.Pair.Negative);
        var detector = shipped.Detectors.Single(d => d.Id == id);
        return (detector.Positive, detector.Negative);
    }
}
