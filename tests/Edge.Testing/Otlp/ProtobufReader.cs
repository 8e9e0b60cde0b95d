using System.Buffers.Binary;
using System.Text;

namespace Edge.Testing.Otlp;

/// <summary>Reads the fields of one protobuf message; what it does not know it skips.</summary>
public ref struct ProtobufReader(ReadOnlySpan<byte> message)
{
    private ReadOnlySpan<byte> _rest = message;
    private int _wireType = -1;

    /// <summary>The number of the field that is read next.</summary>
    public int Field { get; private set; }

    /// <summary>Goes on to the next field, over the one before if nobody read it; false at the end.</summary>
    public bool Next()
    {
        if (_wireType >= 0)
            Skip();
        if (_rest.IsEmpty)
            return false;
        var tag = Varint();
        (Field, _wireType) = ((int)(tag >> 3), (int)(tag & 7));
        return true;
    }

    /// <summary>Reads a variable-length number.</summary>
    public ulong ReadVarint()
    {
        Expect(0);
        return Varint();
    }

    /// <summary>Reads 64 bits.</summary>
    public ulong ReadFixed64()
    {
        Expect(1);
        return BinaryPrimitives.ReadUInt64LittleEndian(Take(8));
    }

    /// <summary>Reads a floating-point number.</summary>
    public double ReadDouble() => BitConverter.UInt64BitsToDouble(ReadFixed64());

    /// <summary>Reads bytes: text, a message, or packed numbers.</summary>
    public ReadOnlySpan<byte> ReadBytes()
    {
        Expect(2);
        return Take((int)Varint());
    }

    /// <summary>Reads text.</summary>
    public string ReadText() => Encoding.UTF8.GetString(ReadBytes());

    /// <summary>Reads bytes as hexadecimal digits.</summary>
    public string ReadHex() => Convert.ToHexStringLower(ReadBytes());

    /// <summary>Reads packed numbers of 64 bits.</summary>
    public ulong[] ReadPacked()
    {
        var bytes = ReadBytes();
        var numbers = new ulong[bytes.Length / 8];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = BinaryPrimitives.ReadUInt64LittleEndian(bytes[(8 * i)..]);
        return numbers;
    }

    private void Expect(int wireType)
    {
        if (_wireType != wireType)
            throw new InvalidDataException($"Expected wire type {wireType} in field {Field}, found {_wireType}.");
        _wireType = -1;
    }

    private void Skip()
    {
        switch (_wireType)
        {
            case 0:
                Varint();
                break;
            case 1:
                Take(8);
                break;
            case 2:
                Take((int)Varint());
                break;
            case 5:
                Take(4);
                break;
            default:
                throw new InvalidDataException($"Unknown wire type {_wireType} in field {Field}.");
        }
    }

    private ReadOnlySpan<byte> Take(int count)
    {
        var taken = _rest[..count];
        _rest = _rest[count..];
        return taken;
    }

    private ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
                return value;
        }
    }
}
