using Edge.Cli;

return await EdgeCommand.RunAsync(args);
