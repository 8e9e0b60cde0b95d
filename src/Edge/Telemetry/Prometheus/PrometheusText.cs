using System.Buffers;
using System.Globalization;
using System.Text;

namespace Edge.Telemetry.Prometheus;

/// <summary>Writes lines of Prometheus' text format, version 0.0.4. Not thread-safe.</summary>
/// <param name="output">Where to.</param>
internal sealed class PrometheusText(IBufferWriter<byte> output)
{
    /// <summary>The media type of what is written.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>Writes what introduces a family.</summary>
    public void Head(PrometheusFamily family)
    {
        Line("# HELP ", family.Name, " ", Escape(family.Help, quotes: false));
        Line("# TYPE ", family.Name, " ", family.Type);
    }

    /// <summary>Writes a sample that is a whole number.</summary>
    public void Sample(string name, string labels, long value)
    {
        Start(name, labels);
        Span<byte> digits = stackalloc byte[24];
        value.TryFormat(digits, out var length, default, CultureInfo.InvariantCulture);
        output.Write(digits[..length]);
        output.Write("\n"u8);
    }

    /// <summary>Writes a sample.</summary>
    public void Sample(string name, string labels, double value)
    {
        Start(name, labels);
        Text(Number(value));
        output.Write("\n"u8);
    }

    /// <summary>A number as Prometheus writes it; it reads back as the same one.</summary>
    public static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf"
        : double.IsNegativeInfinity(value) ? "-Inf"
        : double.IsNaN(value) ? "NaN"
        : value.ToString("r", CultureInfo.InvariantCulture);

    /// <summary>One label, <c>name="value"</c>, with what would end the value escaped.</summary>
    public static string Label(string name, string value) => $"{name}=\"{Escape(value, quotes: true)}\"";

    private static string Escape(string text, bool quotes)
    {
        var escaped = text.Replace(@"\", @"\\", StringComparison.Ordinal).Replace("\n", @"\n", StringComparison.Ordinal);
        return quotes ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private void Start(string name, string labels)
    {
        Text(name);
        if (labels.Length > 0)
        {
            output.Write("{"u8);
            Text(labels);
            output.Write("}"u8);
        }

        output.Write(" "u8);
    }

    private void Line(params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
            Text(part);
        output.Write("\n"u8);
    }

    // A lone surrogate becomes U+FFFD: the text stays UTF-8, whatever a label holds.
    private void Text(string text) => Encoding.UTF8.GetBytes(text, output);
}
