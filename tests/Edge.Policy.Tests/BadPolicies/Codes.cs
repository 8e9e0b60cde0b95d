using System.Reflection;
using Edge.Policy.Documents;

namespace Edge.Policy.Tests.BadPolicies;

/// <summary>The codes of all mistakes, found by reflection so that none is forgotten.</summary>
internal static class Codes
{
    public static string[] All { get; } =
        [.. typeof(DiagnosticCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];
}
