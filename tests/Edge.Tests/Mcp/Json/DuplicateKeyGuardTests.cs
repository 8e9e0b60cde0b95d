using System.Globalization;
using System.Text;
using System.Text.Json;
using Edge.Mcp.Json;
using Xunit;

namespace Edge.Tests.Mcp.Json;

public sealed class DuplicateKeyGuardTests
{
    [Theory]
    [InlineData("""{"a":1,"b":2}""", false)]
    [InlineData("""{"a":1,"a":2}""", true)]
    [InlineData("""{"a":1,"\u0061":2}""", true)]
    [InlineData("""{"":1,"":2}""", true)]
    [InlineData("""{"a":{"a":1},"b":{"a":1}}""", false)]
    [InlineData("""{"a":{"b":1,"b":1}}""", true)]
    [InlineData("""{"a":[{"b":1},{"b":1}],"c":0,"a":0}""", true)]
    [InlineData("""{"é":1,"\u00e9":2}""", true)]
    [InlineData("""{"A":1,"a":2}""", false)]
    public void Names_are_compared_within_their_object_after_unescaping(string json, bool duplicate)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        for (var size = 1; size <= bytes.Length; size++)
            Assert.Equal(duplicate, HasDuplicate(bytes, size));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(300)]
    [InlineData(20_000)]
    public void Large_objects_find_every_repeated_name(int names)
    {
        var distinct = string.Join(',', Enumerable.Range(0, names).Select(Member));
        Assert.False(HasDuplicate(Encoding.UTF8.GetBytes("{" + distinct + "}"), 64));
        foreach (var repeated in new[] { 0, names / 2, names - 1 })
            Assert.True(HasDuplicate(Encoding.UTF8.GetBytes("{" + distinct + "," + Member(repeated) + "}"), 4096));
    }

    [Fact]
    public void Objects_between_the_names_of_a_large_one_leave_no_trace()
    {
        var inner = "{" + string.Join(',', Enumerable.Range(0, 700).Select(Member)) + "}";
        var outer = string.Join(',', Enumerable.Range(0, 40).Select(i => $"\"name{i}\":{inner}"));
        Assert.False(HasDuplicate(Encoding.UTF8.GetBytes("{" + outer + "}"), 65536));
        Assert.True(HasDuplicate(Encoding.UTF8.GetBytes("{" + outer + ",\"name7\":1}"), 65536));
        Assert.False(HasDuplicate(Encoding.UTF8.GetBytes("{" + outer + "}"), 65536));
    }

    [Fact]
    public void A_guard_left_in_the_middle_of_a_document_starts_anew()
    {
        var many = "{" + string.Join(',', Enumerable.Range(0, 100).Select(Member)) + ",\"name1\":0}";
        Assert.True(HasDuplicate(Encoding.UTF8.GetBytes(many), 65536));
        Assert.False(HasDuplicate(Encoding.UTF8.GetBytes("{" + Member(1) + "}"), 65536));
    }

    [Fact]
    public void A_warm_guard_allocates_nothing()
    {
        var json = Encoding.UTF8.GetBytes("{" + string.Join(',', Enumerable.Range(0, 5000).Select(Member)) + "}");
        HasDuplicateIn(json);
        HasDuplicateIn(json);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(HasDuplicateIn(json));
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static string Member(int i) => string.Create(CultureInfo.InvariantCulture, $"\"name{i}\":{i}");

    private static bool HasDuplicate(byte[] json, int segmentSize)
    {
        var reader = new Utf8JsonReader(Pieces.Of(json, segmentSize));
        return HasDuplicate(ref reader);
    }

    private static bool HasDuplicateIn(byte[] json)
    {
        var reader = new Utf8JsonReader(json);
        return HasDuplicate(ref reader);
    }

    private static bool HasDuplicate(ref Utf8JsonReader reader)
    {
        var guard = DuplicateKeyGuard.Rent();
        var found = false;
        while (!found && reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    guard.Push();
                    break;
                case JsonTokenType.EndObject:
                    guard.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    found = !guard.TryAdd(ref reader);
                    break;
            }
        }

        guard.Return();
        return found;
    }
}
