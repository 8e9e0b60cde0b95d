using System.Text;
using System.Text.Json;
using Edge.Mcp.Json;
using Xunit;

namespace Edge.Tests.Mcp.Json;

public sealed class StrictTextTests
{
    [Theory]
    [InlineData("", true)]
    [InlineData("61", true)]
    [InlineData("C3A9", true)]
    [InlineData("E282AC61", true)]
    [InlineData("F09F9880F09F9880", true)]
    [InlineData("C3", false)]
    [InlineData("61E282", false)]
    [InlineData("F09F98", false)]
    [InlineData("C0AF", false)]
    [InlineData("E08080", false)]
    [InlineData("EDA080", false)]
    [InlineData("F4908080", false)]
    [InlineData("8061", false)]
    [InlineData("C3C3A9", false)]
    [InlineData("FF", false)]
    [InlineData("E282ACE2", false)]
    public void Bytes_are_judged_alike_however_they_are_cut(string hex, bool valid)
    {
        var bytes = Convert.FromHexString(hex);
        for (var size = 1; size <= Math.Max(1, bytes.Length); size++)
            Assert.Equal(valid, StrictText.IsUtf8(Pieces.Of(bytes, size)));
    }

    [Theory]
    [InlineData("""
        "plain"
        """, false)]
    [InlineData("""
        "\ud83d\ude00"
        """, false)]
    [InlineData("""
        "a\uD83D\uDE00\n\ud83d\ude00b"
        """, false)]
    [InlineData("""
        "\\ud83d"
        """, false)]
    [InlineData("""
        "\ud83d"
        """, true)]
    [InlineData("""
        "\ude00"
        """, true)]
    [InlineData("""
        "\ud83dx"
        """, true)]
    [InlineData("""
        "\ud83d\n"
        """, true)]
    [InlineData("""
        "\ud83d\ud83d\ude00"
        """, true)]
    [InlineData("""
        "\ud83d\u0041"
        """, true)]
    [InlineData("""
        "\ude00\ud83d"
        """, true)]
    public void Half_a_surrogate_pair_is_found_however_the_string_is_cut(string json, bool lone)
    {
        var bytes = Encoding.UTF8.GetBytes(json.Trim());
        for (var size = 1; size <= bytes.Length; size++)
        {
            var reader = new Utf8JsonReader(Pieces.Of(bytes, size));
            Assert.True(reader.Read());
            Assert.Equal(lone, StrictText.HasLoneSurrogate(ref reader));
        }
    }
}
