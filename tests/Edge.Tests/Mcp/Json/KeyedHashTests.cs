using Edge.Mcp.Json;
using Xunit;

namespace Edge.Tests.Mcp.Json;

public sealed class KeyedHashTests
{
    [Fact]
    public void The_published_vector_of_the_empty_input_is_met()
        => Assert.Equal(0xabac0158050fc4dcUL, KeyedHash.Compute([], 0x0706050403020100, 0x0f0e0d0c0b0a0908));

    // Made by an independent implementation: CPython 3.11 with PYTHONHASHSEED=0.
    [Theory]
    [InlineData("a", 4644417185603328019UL)]
    [InlineData("name", 12177597882656411558UL)]
    [InlineData("12345678", 3785724242978802311UL)]
    [InlineData("resourceTemplates", 18386910754528092455UL)]
    public void Hashes_agree_with_another_implementation(string text, ulong expected)
        => Assert.Equal(expected, KeyedHash.Compute(System.Text.Encoding.ASCII.GetBytes(text), 0, 0));
}
