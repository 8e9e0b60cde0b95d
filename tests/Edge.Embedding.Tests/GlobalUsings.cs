global using Edge.Testing;
global using Edge.Testing.Running;
global using Xunit;
