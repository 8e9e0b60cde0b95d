global using Edge.Testing.Running;
global using Xunit;
