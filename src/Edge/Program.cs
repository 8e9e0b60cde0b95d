using Edge.Cli;

return await EdgeCommand.Create().Parse(args).InvokeAsync();
