using System.CommandLine;
using Edge.Gateway.Approvals;
using Edge.Gateway.Keys;
using Edge.Gateway.Settings;
using Edge.Startup;

namespace Edge.Cli.Approvals;

/// <summary><c>edge approvals webhook-secret</c>: what the receiver of notices checks them with.</summary>
internal static class WebhookSecretCommand
{
    public static Command Create()
    {
        var command = new Command(
            "webhook-secret",
                "Prints the secret with which the receiver of the webhook checks that notices are from this Edge. Reads the settings and "
                    + "the key file here; asks no running Edge.");
        command.SetAction(result =>
        {
            try
            {
                var builder = EdgeApplication.CreateBuilder([]);
                var settings = EdgeSettings.Read(builder.Configuration);
                var secret = settings.Approvals.Webhook?.Secret
                    ?? KeyFile.Load(builder.Environment.ContentRootPath, settings.KeyFile, create: false).Signing(KeyPurpose.Webhook);
                result.InvocationConfiguration.Output.WriteLine(WebhookSettings.SecretPrefix + Convert.ToBase64String(secret));
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
}
