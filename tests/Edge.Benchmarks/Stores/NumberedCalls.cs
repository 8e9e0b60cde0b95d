using System.Globalization;
using System.Text;
using Edge.Policy.Calls;

namespace Edge.Benchmarks.Stores;

/// <summary>
/// Calls of callers by number, each with one limit and a key of 60 bytes, in an order that no cache can guess. Not thread-safe.
/// </summary>
internal sealed class NumberedCalls(CompiledLimit limit, int callers)
{
    /// <summary>The length of a key, in bytes: about that of a policy's, counter's and grant's name together.</summary>
    public const int KeyLength = 60;

    // Prime, and no divisor of the numbers of callers measured: every caller comes before one comes again.
    private const int Stride = 611_953;

    private readonly Call _call = new();
    private readonly byte[] _key = Encoding.ASCII.GetBytes(new string('0', KeyLength));
    private int _caller;

    /// <summary>The key of a caller, as the database would write it, too: its number in decimal digits.</summary>
    public static byte[] Key(int caller) => Encoding.ASCII.GetBytes(caller.ToString(CultureInfo.InvariantCulture).PadLeft(KeyLength, '0'));

    /// <summary>The next call; the same object each time.</summary>
    public Call Next()
    {
        _caller = (int)(((long)_caller + Stride) % callers);
        var rest = _caller;
        for (var digit = KeyLength - 1; digit >= KeyLength - 7; digit--, rest /= 10)
            _key[digit] = (byte)('0' + rest % 10);
        _call.Charges.Clear();
        _call.Charges.Add(limit, _call.Charges.Append(_key), 1);
        return _call;
    }
}
