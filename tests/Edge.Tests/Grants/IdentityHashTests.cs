using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Edge.Gateway.Callers;
using Edge.Gateway.Keys;
using Xunit;

namespace Edge.Tests.Grants;

/// <summary>Names of secrets stay what they are: limits, sessions and records go by them.</summary>
public sealed class IdentityHashTests
{
    private static readonly EdgeKeys Keys = new([new byte[EdgeKeys.KeyBytes]]);

    [Theory]
    [InlineData("", 1)]
    [InlineData("a token", 1)]
    [InlineData("é😀", 1)]
    [InlineData("x", 512)]
    [InlineData("x", 513)]
    [InlineData("é😀", 1000)]
    public void A_name_is_the_start_of_the_keyed_hash(string part, int times)
    {
        var secret = string.Concat(Enumerable.Repeat(part, times));
        var expected =
            BinaryPrimitives.ReadUInt128BigEndian(HMACSHA256.HashData(Keys.Signing(KeyPurpose.Identity), Encoding.UTF8.GetBytes(secret)));
        var hash = new IdentityHash(Keys);
        Assert.Equal(expected, hash.Of(secret));
        Assert.NotEqual(expected, hash.Of(secret + "!"));
        Assert.Equal(expected, hash.Of(secret));
    }

    [Fact]
    public void Many_at_once_do_not_mix()
    {
        var hash = new IdentityHash(Keys);
        var names = Enumerable.Range(0, 200).Select(i => hash.Of($"secret {i}")).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        Parallel.For(0, 20_000, i => Assert.Equal(names[i % names.Length], hash.Of($"secret {i % names.Length}")));
    }
}
