using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Text;

namespace Edge.Policy.Evaluation;

/// <summary>
/// Finds whose count a limit is for a call, and what the call costs (policy-format.md, Limit). Allocates only while the list of charges
/// grows.
/// </summary>
internal static class ChargeFinder
{
    private const int MaxScopeBytes = 256;

    // An escape takes six bytes and stands for at least one.
    private const int MaxBytesPerByte = 6;
    private const int MaxAddressBytes = 16;
    private const int NetworkBytes = 8;

    // Below the largest decimal by more than a double's rounding: no product that is estimated below it overflows.
    private const double SafeProduct = 7.9e28;

    /// <summary>Adds the charge to <paramref name="charges"/>; false when a scope or the cost cannot be evaluated.</summary>
    public static bool TryAdd(CompiledCharge charge, IPAddress? address, scoped in EvaluationFrame frame, ChargeList charges)
    {
        if (!TryFindCost(charge, frame, out var cost))
            return false;
        var length = charges.Append(charge.Key);
        foreach (var scope in charge.Scopes)
        {
            if (!TryAppend(scope, address, frame, charges, ref length))
                return false;
        }

        charges.Add(charge.Limit, length, cost);
        return true;
    }

    private static bool TryFindCost(CompiledCharge charge, scoped in EvaluationFrame frame, out decimal cost)
    {
        cost = charge.Increment;
        if (charge.Factor is not null)
        {
            if (!TryFindFactor(charge.Factor, charge.FactorDefault, frame, out var factor))
                return false;
            cost = Multiply(cost, factor);
        }

        if (charge.Table is null)
            return true;
        if (!charge.Table.TryFind(frame, out var price))
            return false;
        cost = Multiply(cost, price);
        return true;
    }

    private static bool TryFindFactor(ValueSource source, decimal? absent, scoped in EvaluationFrame frame, out decimal factor)
    {
        var operand = source.Read(frame);
        factor = absent ?? 0;
        if (operand.Kind == OperandKind.Absent)
            return absent is not null;
        if (!operand.TryGetNumber(frame, out var number) || number < 0)
            return false;
        factor = ToDecimal(number);
        return true;
    }

    // The shortest text of the double is the number as it was sent. What a decimal cannot hold becomes more, never less.
    private static decimal ToDecimal(double number)
    {
        Span<byte> text = stackalloc byte[32];
        number.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        if (ExactNumber.TryReadDecimal(text[..length], out var exact))
            return exact;
        return number >= SafeProduct ? decimal.MaxValue : Math.Max((decimal)number, 1e-28m);
    }

    private static decimal Multiply(decimal left, decimal right)
    {
        if (left == 0 || right == 0)
            return 0;
        if (left == decimal.MaxValue || right == decimal.MaxValue || (double)left * (double)right >= SafeProduct)
            return decimal.MaxValue;
        return Math.Max(left * right, 1e-28m);
    }

    private static bool TryAppend(
        CompiledScope scope, IPAddress? address, scoped in EvaluationFrame frame, ChargeList charges, ref int length)
    {
        switch (scope.Scope)
        {
            case LimitScope.Session when frame.SessionId is not null:
                length += Append(charges, (byte)'s', frame.SessionId);
                return true;
            case LimitScope.Grant or LimitScope.Session:
                length += Append(charges, (byte)'g', frame.Caller.GrantId);
                return true;
            case LimitScope.Tool:
                length += Append(charges, (byte)'t', frame.Tool);
                return true;
            case LimitScope.Address:
                length += Append(charges, address);
                return true;
            default:
                return scope.Source is not null && TryAppend(scope.Source.Read(frame), frame, charges, ref length);
        }
    }

    private static bool TryAppend(scoped in Operand operand, scoped in EvaluationFrame frame, ChargeList charges, ref int length)
    {
        switch (operand.Kind)
        {
            case OperandKind.Absent:
                length += Append(charges, (byte)'-', []);
                return true;
            case OperandKind.True:
                length += Append(charges, (byte)'1', []);
                return true;
            case OperandKind.False:
                length += Append(charges, (byte)'0', []);
                return true;
            case OperandKind.Number when operand.TryGetNumber(frame, out var number):
                Span<byte> bits = stackalloc byte[sizeof(double)];
                BinaryPrimitives.WriteDoubleLittleEndian(bits, number);
                length += Append(charges, (byte)'n', bits);
                return true;
            case OperandKind.Text when operand.IsSent && SentText.RawLength(operand.Json) > MaxBytesPerByte * MaxScopeBytes:
                return false;
            case OperandKind.Text:
                using (var text = SentText.Of(operand))
                {
                    if (text.Utf8.Length > MaxScopeBytes)
                        return false;
                    length += Append(charges, (byte)'x', text.Utf8);
                }

                return true;
            default:
                return false;
        }
    }

    private static int Append(ChargeList charges, IPAddress? address)
    {
        if (address is null)
            return Append(charges, (byte)'?', []);
        Span<byte> bytes = stackalloc byte[MaxAddressBytes];
        address.TryWriteBytes(bytes, out var length);
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return Append(charges, (byte)'4', bytes[..length]);
        return address.IsIPv4MappedToIPv6 ? Append(charges, (byte)'4', bytes[12..]) : Append(charges, (byte)'6', bytes[..NetworkBytes]);
    }

    private static int Append(ChargeList charges, byte kind, string text)
    {
        using var utf8 = SentText.Of(text);
        return Append(charges, kind, utf8.Utf8);
    }

    private static int Append(ChargeList charges, byte kind, scoped ReadOnlySpan<byte> value)
    {
        Span<byte> head = stackalloc byte[1 + sizeof(int)];
        head[0] = kind;
        BinaryPrimitives.WriteInt32LittleEndian(head[1..], value.Length);
        return charges.Append(head) + charges.Append(value);
    }
}
