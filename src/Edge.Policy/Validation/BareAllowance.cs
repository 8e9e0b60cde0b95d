using Edge.Policy.Documents;


namespace Edge.Policy.Validation;

/// <summary>Warning: <c>default: allow</c> and no limit anywhere.</summary>
internal static class BareAllowance
{
    public static void Check(PolicyDocument document, DiagnosticBag diagnostics)
    {
        if (document.Default == DefaultAction.Allow && DocumentWalk.Rules(document).All(r => r.Limits.IsEmpty))
            diagnostics.Warning(
                document.DefaultPlace,
                DiagnosticCodes.Unlimited,
                "every tool that 'tools' does not name is allowed, and nothing is limited (add 'limits' to 'all_tools', or write "
                    + "\"default\": \"deny\")");
    }
}
