using System.Buffers.Binary;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Edge.Fuzz.Readers;

/// <summary>
/// A reader in another language, which lives as long as the run: asked many inputs at a time over its standard input, each frame answered
/// by one. One question at a time.
/// </summary>
internal sealed class ReaderProcess : IAsyncDisposable
{
    private const int HeadBytes = 5;
    private const int LengthBytes = 4;

    private readonly Process _process;

    private ReaderProcess(string name, Process process) => (Name, _process) = (name, process);

    /// <summary>The language.</summary>
    public string Name { get; }

    /// <summary>Starts it; null if there is no such program.</summary>
    public static ReaderProcess? Start(string name, string program, params string[] arguments)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true },
        };
        try
        {
            process.Start();
        }
        catch (Win32Exception)
        {
            process.Dispose();
            return null;
        }

        return new ReaderProcess(name, process);
    }

    /// <summary>What it reads in each input; <paramref name="kind"/> as in <c>read.mjs</c>.</summary>
    public async Task<string[]> AskAsync(char kind, IReadOnlyCollection<byte[]> inputs)
    {
        await WriteAsync(kind, inputs);
        var head = new byte[LengthBytes];
        var output = _process.StandardOutput.BaseStream;
        await ReadAsync(output, head);
        var answer = new byte[BinaryPrimitives.ReadInt32BigEndian(head)];
        await ReadAsync(output, answer);
        var answers = new List<string>(inputs.Count);
        for (var offset = 0; offset < answer.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(answer.AsSpan(offset));
            answers.Add(Encoding.UTF8.GetString(answer, offset + LengthBytes, length));
            offset += LengthBytes + length;
        }

        return [.. answers];
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // It ends with its input.
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task WriteAsync(char kind, IReadOnlyCollection<byte[]> inputs)
    {
        var frame = new byte[LengthBytes + HeadBytes + inputs.Sum(input => LengthBytes + input.Length)];
        BinaryPrimitives.WriteInt32BigEndian(frame, frame.Length - LengthBytes);
        frame[LengthBytes] = (byte)kind;
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(LengthBytes + 1), inputs.Count);
        var offset = LengthBytes + HeadBytes;
        foreach (var input in inputs)
        {
            BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(offset), input.Length);
            input.CopyTo(frame, offset + LengthBytes);
            offset += LengthBytes + input.Length;
        }

        var stdin = _process.StandardInput.BaseStream;
        await stdin.WriteAsync(frame);
        await stdin.FlushAsync();
    }

    private async Task ReadAsync(Stream output, byte[] destination)
    {
        try
        {
            await output.ReadExactlyAsync(destination);
        }
        catch (EndOfStreamException ended)
        {
            throw new InvalidOperationException($"the reader in {Name} ended; what it said is on standard error", ended);
        }
    }
}
