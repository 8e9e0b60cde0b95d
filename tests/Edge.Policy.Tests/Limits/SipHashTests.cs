using Edge.Policy.Limits.Memory;
using Xunit;

namespace Edge.Policy.Tests.Limits;

public sealed class SipHashTests
{
    // The key 00 01 .. 0f and the messages 00 01 .. of the paper's reference vectors.
    [Theory]
    [InlineData(0, 0x726fdb47dd0e0e31)]
    [InlineData(8, 0x93f5f5799a932462)]
    [InlineData(15, 0xa129ca6149be45e5)]
    public void The_reference_vectors_are_met(int length, ulong expected)
    {
        var hash = new SipHash(0x0706050403020100, 0x0f0e0d0c0b0a0908);

        Assert.Equal(expected, hash.Of([.. Enumerable.Range(0, length).Select(i => (byte)i)]));
    }
}
