using System.Buffers;
using System.Text;
using System.Text.Json;
using Edge.Gateway.Audit;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Edge.Tests.Audit;

/// <summary>The one writer of records says what Utf8JsonWriter says, byte for byte.</summary>
public sealed class RecordWriterTests
{
    [Fact]
    public void Every_character_is_escaped_alike()
    {
        for (var c = 0; c <= char.MaxValue; c++)
            AssertSame($"a{(char)c}b");
    }

    [Fact]
    public void Texts_are_written_alike()
    {
        var plain = Gen.Choose(0x20, 0x7e);
        var any = Gen.Frequency((6, plain), (1, Gen.Choose(0, char.MaxValue)), (1, Gen.Choose(0xd7f0, 0xe00f)));
        Prop.ForAll(Gen.OneOf(plain, any).ListOf().ToArbitrary(), characters => AssertSame(string.Concat(characters.Select(c => (char)c))))
            .QuickCheckThrowOnFailure();
        AssertSame(new string('x', 100_000));
        AssertSame(new string('é', 100_000));
    }

    [Fact]
    public void Times_are_written_alike()
    {
        var ticks = Gen.Choose(0, 999).Zip(Gen.Choose(0, 9_999)).ToArbitrary();
        Prop.ForAll(ticks, t =>
        {
            var (milliseconds, rest) = t;
            var whole = new DateTime(2026, 2, 3, 4, 5, 6, DateTimeKind.Utc).AddMilliseconds(milliseconds);
            AssertSame(json => json.WriteStringValue(whole),
                record => record.Time(default, new DateTimeOffset(whole.AddTicks(rest)).ToOffset(TimeSpan.FromHours(3))));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Numbers_are_written_alike()
    {
        foreach (var number in (decimal[])[0, 0.0m, 0.000m, 1.50m, -1, 12.5m, 1e28m, decimal.MaxValue, decimal.MinValue,
            0.0000000000000000000000000001m])
            AssertSame(json => json.WriteNumberValue(number), record => record.Number(default, number));
        foreach (var number in (long[])[0, 7, -1, long.MaxValue, long.MinValue])
            AssertSame(json => json.WriteNumberValue(number), record => record.Number(default, number));
    }

    [Fact]
    public void Bytes_are_written_as_digits()
    {
        using var record = new RecordWriter();
        record.Hex(",\"mac\":"u8, [0, 0xab, 0xff]);
        record.Text(",\"none\":"u8, null);
        Assert.Equal(",\"mac\":\"00abff\",\"none\":null", Encoding.UTF8.GetString(record.Written));
        record.Clear();
        Assert.True(record.Written.IsEmpty);
    }

    private static void AssertSame(string text) => AssertSame(json => json.WriteStringValue(text), record => record.Text(text));

    // Between two others, and more than once: what stands before and behind must not change.
    private static void AssertSame(Action<Utf8JsonWriter> expected, Action<RecordWriter> written)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
            expected(json);
        using var record = new RecordWriter();
        record.Raw("<"u8);
        written(record);
        record.Raw("|"u8);
        written(record);
        record.Raw(">"u8);
        var value = Encoding.UTF8.GetString(buffer.WrittenSpan);
        var found = Encoding.UTF8.GetString(record.Written);
        if (found != $"<{value}|{value}>")
            Assert.Equal($"<{value}|{value}>", found);
    }
}
