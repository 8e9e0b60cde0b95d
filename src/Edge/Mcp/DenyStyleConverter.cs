using System.ComponentModel;
using System.Globalization;

namespace Edge.Mcp;

/// <summary>Reads a <see cref="DenyStyle"/> as the configuration spells it, exactly.</summary>
internal sealed class DenyStyleConverter : TypeConverter
{
    /// <inheritdoc />
    public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

    /// <inheritdoc />
    public override object ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => value switch
    {
        "tool_error" => DenyStyle.ToolError,
        "rpc_error" => DenyStyle.RpcError,
        "unknown_tool" => DenyStyle.UnknownTool,
        "http" => DenyStyle.Http,
        _ => throw new FormatException(
            $"unknown deny style '{value}'; expected 'tool_error', 'rpc_error', 'unknown_tool' or 'http'"),
    };
}
