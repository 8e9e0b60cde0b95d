using Edge.Gateway.Approvals;
using Edge.Gateway.Callers;
using Edge.Gateway.Calls;
using Edge.Gateway.Enforcement.Deciding;
using Edge.Gateway.Enforcement.Denials;
using Edge.Gateway.Enforcement.Forwarding;
using Edge.Gateway.Enforcement.Reading;
using Edge.Gateway.Enforcement.Responses;
using Edge.Gateway.Rejections;
using Edge.Gateway.Routes;
using Edge.Mcp;
using Edge.Mcp.Requests;
using Edge.Policy.Calls;
using Yarp.ReverseProxy.Forwarder;

namespace Edge.Gateway.Enforcement;

/// <summary>Decides, before YARP chooses a destination, whether a message may be forwarded; answers in the server's place if not.</summary>
/// <remarks>
/// (1) read, bounded; (2) parse, strictly; (3) decide; (4) tell the observers; (5) onwards with the decision, or answer the denial.
/// Whatever happens, what is held is given back or released at the end, and the observers are told. Thread-safe.
/// </remarks>
internal sealed class EnforcementStep(
    RequestDelegate next,
    WireOptions wire,
    MessageReader reader,
    Decider decider,
    AccessResolver access,
    CallObservers observers,
    RejectionObservers rejections,
    IUsedApprovals approvals,
    ApprovalSeal seal,
    OpenStreams streams,
    CallsUnderWay underWay,
    RememberedCalls remembered,
    DecisionLog log,
    TimeProvider clock)
{
    /// <summary>Enforces the policy of the request's route.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        var route = RoutePlan.Of(context.GetReverseProxyFeature().Route.Config);
        var times = context.Features.Get<RequestTimes>();
        if (times is not null)
            times.Server = route.Server;
        var exchange = new CallContext(context, route, access.Of(context, route), times);
        context.Features.Set(exchange);
        var scope = new CallScope(exchange, approvals);
        underWay.Begin();
        try
        {
            await EnforceAsync(exchange, scope);
        }
        catch (Exception e) when (e is OperationCanceledException or IOException && context.RequestAborted.IsCancellationRequested)
        {
            log.CallerLeft(exchange);
        }
        catch (Exception e)
        {
            // Whatever broke, nothing is forwarded because of it: the caller is answered, the operator reads why.
            log.Broke(exchange, e);
            await FaultAnswer.WriteAsync(
                exchange, scope.AnswerId, StatusCodes.Status500InternalServerError, "Edge could not decide this message.");
        }
        finally
        {
            try
            {
                await scope.DisposeAsync();
            }
            finally
            {
                Close(exchange, scope);
                underWay.End();
            }
        }
    }

    private async Task EnforceAsync(CallContext exchange, CallScope scope)
    {
        var context = exchange.Context;

        // 1, 2: read and parse
        if (await reader.ReadAsync(exchange, scope) is { } refusal)
        {
            rejections.Rejected(context, refusal);
            await RefusalWriter.WriteAsync(context, refusal, exchange.AnswerId);
            return;
        }

        observers.Started(exchange);

        // 3: decide; a call that may wait for a person does so here, and is decided again
        exchange.WasDecided(await decider.DecideAsync(exchange, scope));

        // 4: tell the observers; what cannot be recorded is not forwarded
        if (!await observers.DecidedAsync(exchange))
        {
            await scope.DisposeAsync();
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status503ServiceUnavailable, "Edge cannot record this call.");
            return;
        }

        // 5: onwards, or answer
        var decision = exchange.Decision!;
        if (decision.Forwards)
            await ForwardAsync(exchange, scope);
        else if (decision.Outcome == DecisionOutcome.ApprovalRequired && exchange.Approval is { Url: not null } asked
            && CallerQuestion.CanBeAsked(exchange, decision, asked))
            await CallerQuestion.WriteAsync(exchange, seal);
        else
            await DenialAnswer.WriteAsync(exchange, wire.DenyStyle);
    }

    private async Task ForwardAsync(CallContext exchange, CallScope scope)
    {
        var context = exchange.Context;
        var callerLeft = context.RequestAborted;
        using var stream = exchange.IsOpenEnded ? streams.Begin(exchange) : null;
        using var deadline = stream is null
            ? new CallDeadline(wire.CallTimeout, clock, callerLeft)
            : new CallDeadline(Timeout.InfiniteTimeSpan, clock, callerLeft, stream.Ended);
        var pass = new ForwardingPass(exchange.Decision!) { Body = exchange.Body, Times = exchange.Times };
        var forwarding = new CallForwarding(pass, deadline, stream);
        exchange.WasHandedOn(forwarding);
        remembered.Remember(exchange);
        context.RequestAborted = deadline.Token;
        try
        {
            await next(context);
        }
        finally
        {
            context.RequestAborted = callerLeft;
        }

        // An operator's own ActivityTimeout is YARP's to keep; a server that fell silent within its answer may still be at work.
        var error = context.Features.Get<IForwarderErrorFeature>();
        var answer = exchange.ServerAnswer;
        if (deadline.Expired || answer is { Body.Expired: true } || error?.Error == ForwarderError.RequestTimedOut)
            forwarding.GiveUp();

        // Before the answer: the caller may call again as soon as it has it.
        await scope.DisposeAsync();
        if (forwarding.IsGivenUp)
        {
            const string message = "The server did not answer in time.";
            log.ServerFailed(exchange, message, null);
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status504GatewayTimeout, message);
        }
        else if (deadline.EndedUnanswered)
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status503ServiceUnavailable, "The stream was ended before it began.");
        else if (answer is null || error is not null)
        {
            var message = ForwardingFault.Message(exchange, error?.Exception);
            log.ServerFailed(exchange, message, error);
            await FaultAnswer.WriteAsync(exchange, StatusCodes.Status502BadGateway, message);
        }
    }

    private void Close(CallContext exchange, CallScope scope)
    {
        if (scope.UsedApproval is { } used)
            approvals.Ended(used, exchange.ServerAnswer?.Outcome, exchange.OwnAnswer?.Fault);
        observers.Ended(exchange);
        if (scope.TakeFacts() is { } facts)
            reader.Return(facts);
    }
}
