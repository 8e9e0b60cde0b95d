using System.CommandLine;
using System.Text.Json;
using Edge.Gateway.Settings;
using Edge.Policy.Calls;
using Edge.Policy.Documents;
using Edge.Policy.Testing;
using Edge.Policy.Text;

namespace Edge.Cli.Policies;

/// <summary><c>edge explain POLICY CALL</c>: what a policy decides about a call, step by step.</summary>
internal static class ExplainCommand
{
    public static Command Create()
    {
        var policy = new Argument<string>("POLICY") { Description = "The policy's file." };
        var call = new Argument<string>("CALL")
        {
            Description = "The call: JSON as '{\"tool\":\"list-pods\",\"arguments\":{}}' or a JSON-RPC message; @FILE; "
                + "or - for standard input.",
        };
        var json = new Option<bool>("--json") { Description = "Print JSON." };
        var command = new Command("explain",
            "Says what a policy decides about a call, with each step, and what would have to change. Limits are counted from zero. "
            + "Exit code 0 whatever is decided, 2 for wrong input.")
        {
            policy,
            call,
            json,
        };
        var caller = new CallerOptions(command);
        command.SetAction(result =>
        {
            try
            {
                var file = PolicyFile.Load(result.GetValue(policy)!);
                var sample = CallArgument.Read(result.GetValue(call)!, Console.In);
                var asked = PolicyTestRunner.CallOf(sample, caller.Read(result));
                using var simulator = new CallSimulator(file.Policy);
                var decided = simulator.Decide(asked, SetClock.DefaultTime);
                var explanation = new PolicyExplainer(file.Document, file.Policy).Explain(asked, decided);
                Print(explanation, result.GetValue(json), result.InvocationConfiguration.Output);
                return ExitCode.Good;
            }
            catch (StartupException e)
            {
                foreach (var line in e.Lines)
                    result.InvocationConfiguration.Error.WriteLine(line);
                return ExitCode.WrongInput;
            }
        });
        return command;
    }

    private static void Print(Explanation explanation, bool asJson, TextWriter output)
    {
        if (asJson)
        {
            output.WriteLine(JsonSerializer.Serialize(Answer(explanation), JsonOutput.Options));
            return;
        }

        var decision = explanation.Decision;
        var shadow = decision.Mode == PolicyMode.Shadow && decision.Outcome != DecisionOutcome.Allow
            ? " (shadow: forwarded all the same)" : "";
        output.WriteLine($"{decision.Outcome.ToSlug()}{shadow}: {decision.Reason.ToSlug()} {UserText.Printable(decision.Rule)}".TrimEnd());
        if (decision.Message is { } message)
            output.WriteLine($"the caller is told: {UserText.Printable(message)}");
        output.WriteLine();
        var width = explanation.Steps.Select(step => Place(step).Length).DefaultIfEmpty().Max();
        foreach (var step in explanation.Steps)
            output.WriteLine($"{step.Result,-11}  {Place(step).PadRight(width)}  {Words(step)}".TrimEnd());
        if (explanation.Changes.Count > 0)
            output.WriteLine();
        foreach (var change in explanation.Changes)
            output.WriteLine(UserText.Printable(change));
    }

    private static object Answer(Explanation explanation) => new
    {
        decision = explanation.Decision.Outcome.ToSlug(),
        rule = explanation.Decision.Rule,
        reason = explanation.Decision.Reason.ToSlug(),
        mode = explanation.Decision.Mode.ToSlug(),
        steps = explanation.Steps.Select(step => new { step.Place, step.Path, step.Op, step.Expected, step.Value, step.Result }),
        changes = explanation.Changes,
    };

    private static string Place(ExplainedStep step) => step.Place.Length == 0 ? Diagnostic.WholeDocument : UserText.Printable(step.Place);

    private static string Words(ExplainedStep step) => step switch
    {
        { Op: "limit" } => $"takes {step.Value ?? "an unknown amount"}{(step.Expected is null ? "" : $" of {step.Expected}")}",
        { Path: null } => $"{step.Op} {step.Expected}".TrimEnd(),
        { Path: var path, Op: var op } when path == op => $"{path} {step.Value} matches '{step.Expected}'",
        _ => $"{UserText.Printable(step.Path)} {step.Op} {step.Expected}".TrimEnd() + $", found {step.Value ?? "nothing"}",
    };
}
