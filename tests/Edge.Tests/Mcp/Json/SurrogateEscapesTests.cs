using System.Text;
using Edge.Mcp.Json;
using Xunit;

namespace Edge.Tests.Mcp.Json;

public sealed class SurrogateEscapesTests
{
    [Theory]
    [InlineData(@"plain text without any", true)]
    [InlineData(@"\n\t\\\u0041\\u\/\""", true)]
    [InlineData(@"\ud7ff\ue000\uD7FF\uffff", true)]
    [InlineData(@"\ud83d\ude00 and \uD83D\uDE00", true)]
    [InlineData(@"\ud800\udc00\udbff\udfff", true)]
    [InlineData(@"text \ud83d", false)]
    [InlineData(@"text \ud83d text after it", false)]
    [InlineData(@"\ud83d\n\ude00", false)]
    [InlineData(@"\ud83d\u0041 and more text", false)]
    [InlineData(@"\ud83d\ud83d\ude00", false)]
    [InlineData(@"\ude00 and more text", false)]
    [InlineData(@"text and \uDC00", false)]
    [InlineData(@"\\ud83d is no escape", true)]
    public void A_surrogate_that_stands_alone_is_found_however_the_text_is_cut(string text, bool expected)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        for (var size = 1; size <= bytes.Length; size++)
        {
            SurrogateEscapes escapes = default;
            var arePaired = true;
            foreach (var piece in bytes.Chunk(size))
                arePaired = arePaired && escapes.Take(piece);
            Assert.True(expected == (arePaired && escapes.ArePaired), $"in pieces of {size}");
        }
    }
}
