using System.Text;

namespace Edge.Policy.Tests.Results;

/// <summary>Numbers that look like chance and are the same in every run (SplitMix64; Steele et al., 2014).</summary>
internal sealed class Dice(ulong seed)
{
    public const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    public const string Digits = "0123456789";
    public const string Hex = "0123456789abcdef";
    public const string Alphanumeric = Digits + Letters;
    public const string Base64 = Alphanumeric + "+/";
    public const string Base64Url = Alphanumeric + "-_";
    public const string Capitals = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private ulong _state = seed;

    public int Next(int below)
    {
        _state += 0x9e3779b97f4a7c15;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return (int)((z ^ (z >> 31)) % (ulong)below);
    }

    /// <summary>A number from 0 to less than 1.</summary>
    public double Share() => Next(1 << 30) / (double)(1 << 30);

    public T Of<T>(params ReadOnlySpan<T> choices) => choices[Next(choices.Length)];

    public string Text(int length, string alphabet = Alphanumeric)
    {
        var text = new StringBuilder(length);
        for (var i = 0; i < length; i++)
            text.Append(alphabet[Next(alphabet.Length)]);
        return text.ToString();
    }

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
            bytes[i] = (byte)Next(256);
        return bytes;
    }
}
