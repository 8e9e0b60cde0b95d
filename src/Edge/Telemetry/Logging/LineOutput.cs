using System.Buffers;
using System.Text;

namespace Edge.Telemetry.Logging;

/// <summary>Where lines go: standard output and standard error, or what stands in for them. Not thread-safe.</summary>
/// <param name="standard">Takes the lines.</param>
/// <param name="error">Takes the lines that are errors.</param>
/// <param name="encoding">The encoding of both.</param>
internal sealed class LineOutput(Stream standard, Stream error, Encoding encoding)
{
    // More is not kept from one write to the next.
    private const int KeptBytes = 1 << 20;

    private ArrayBufferWriter<byte> _bytes = new();

    /// <summary>
    /// The process's own streams, without the buffer of <see cref="Console.Out"/>, which cuts a text into pieces of 256 characters.
    /// </summary>
    public static LineOutput OfProcess() => new(Open(Console.OpenStandardOutput), Open(Console.OpenStandardError), Console.OutputEncoding);

    /// <summary>
    /// Writes a text with one write. A full disk or a stream that nobody reads any more loses the text and nothing else: the next one is
    /// tried again.
    /// </summary>
    public void Write(ReadOnlySpan<char> text, bool isError)
    {
        encoding.GetBytes(text, _bytes);
        try
        {
            (isError ? error : standard).Write(_bytes.WrittenSpan);
        }
        catch (Exception e) when (IsBroken(e))
        {
            // There is nowhere left to say so, and whoever logs has other work to do.
            return;
        }
        finally
        {
            if (_bytes.Capacity > KeptBytes)
                _bytes = new();
            else
                _bytes.ResetWrittenCount();
        }
    }

    // A process may be started without them.
    private static Stream Open(Func<Stream> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (IsBroken(e))
        {
            return Stream.Null;
        }
    }

    // What the console's streams make of the errors of write(2): EBADF is an unauthorized access, EFBIG an argument, ECANCELED a
    // cancellation.
    private static bool IsBroken(Exception e) =>
        e is IOException or UnauthorizedAccessException or ArgumentException or OperationCanceledException or NotSupportedException
        or ObjectDisposedException;
}
