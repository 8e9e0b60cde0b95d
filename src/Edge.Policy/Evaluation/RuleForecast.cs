using Edge.Policy.Calls;
using Edge.Policy.Documents;


namespace Edge.Policy.Evaluation;

/// <summary>
/// Steps 3 to 5 of policy-format.md, Order of evaluation, for a call whose arguments nobody knows: each condition has every value that some
/// call of this caller and tool could give it. Limits (step 6) are not asked. Used once.
/// </summary>
internal ref struct RuleForecast
{
    private const ConditionValue Denying = ConditionValue.True | ConditionValue.Unevaluable;
    private const ConditionValue Failing = ConditionValue.False | ConditionValue.Absent | ConditionValue.Unevaluable;

    private readonly EvaluationFrame _frame;
    private readonly PolicyMode _documentMode;
    private readonly PolicyMode _ruleMode;
    private ForecastOutcomes _possible;
    private string? _rule;
    private int _places;

    // Whether a rule in shadow has denied, in a document that is enforced: that ends nothing.
    private bool _mayBeDenied;
    private bool _isDenied;

    private RuleForecast(CompiledRule rule, string tool, Caller caller, PolicyMode documentMode)
    {
        _frame = new EvaluationFrame { Caller = caller, Tool = tool };
        _documentMode = documentMode;
        _ruleMode = rule.Allowed.Mode;
    }

    /// <summary>The forecast for a call of <paramref name="tool"/> by <paramref name="caller"/>.</summary>
    public static Forecast Of(CompiledRule rule, string tool, Caller caller, PolicyMode documentMode)
    {
        var forecast = new RuleForecast(rule, tool, caller, documentMode);
        forecast.Walk(rule);
        return new Forecast(forecast._possible, forecast._places == 1 ? forecast._rule : null);
    }

    /// <remarks>3: the action. 4: conditions. 5: approval; then nothing has spoken against the call.</remarks>
    private void Walk(CompiledRule rule)
    {
        // 3: the action
        if (rule.Denied is { } denied && End(_ruleMode, ForecastOutcomes.Deny, denied.Rule, isSure: true))
            return;

        // 4: all_tools.deny_if, the rule's, all_tools.require, the rule's
        if (Conditions(rule.AllDenyIf, Denying, _documentMode) || Conditions(rule.DenyIf, Denying, _ruleMode)
            || Conditions(rule.AllRequire, Failing, _documentMode) || Conditions(rule.Require, Failing, _ruleMode))
            return;

        // 5: approval
        if (rule.Approval is { } approval && !_isDenied && Asks(approval))
            return;
        if (_mayBeDenied)
            Add(ForecastOutcomes.Shadow, rule.Allowed.Rule);
        if (!_isDenied)
            Add(ForecastOutcomes.Allow, rule.Allowed.Rule);
    }

    private bool Conditions(KnownCondition[] conditions, ConditionValue deciding, PolicyMode mode)
    {
        foreach (var known in conditions)
        {
            var values = known.Condition.Possible(_frame);
            if ((values & deciding) != 0
                && End(mode, ForecastOutcomes.Deny, known.Condition.Verdicts.OnUnevaluable.Rule, isSure: (values & ~deciding) == 0))
                return true;
        }

        return false;
    }

    private bool Asks(CompiledApproval approval)
    {
        if (approval.When.Length == 0)
            return End(_ruleMode, ForecastOutcomes.Ask, approval.Required[0].Rule, isSure: true);
        for (var i = 0; i < approval.When.Length; i++)
        {
            var values = approval.When[i].Possible(_frame);
            if ((values & ConditionValue.Unevaluable) != 0
                && End(_ruleMode, ForecastOutcomes.Deny, approval.Required[i].Rule, isSure: values == ConditionValue.Unevaluable))
                return true;
            if ((values & ConditionValue.True) != 0
                && End(_ruleMode, ForecastOutcomes.Ask, approval.Required[i].Rule, isSure: values == ConditionValue.True))
                return true;
        }

        return false;
    }

    /// <summary>Something may, or for sure does, speak against the call; whether all ends here.</summary>
    private bool End(PolicyMode mode, ForecastOutcomes outcome, string place, bool isSure)
    {
        if (mode == PolicyMode.Shadow && _documentMode == PolicyMode.Enforce)
        {
            _mayBeDenied = true;
            _isDenied |= isSure;
            return false;
        }

        Add(mode == PolicyMode.Shadow ? ForecastOutcomes.Shadow : outcome, place);
        return isSure;
    }

    private void Add(ForecastOutcomes outcome, string place)
    {
        _possible |= outcome;
        _rule = place;
        _places++;
    }
}
