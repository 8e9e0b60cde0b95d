using Edge.Cli;
using Edge.Hosting;

return ProcessLimits.WillDo() ? await EdgeCommand.RunAsync(args) : ExitCode.WrongInput;
