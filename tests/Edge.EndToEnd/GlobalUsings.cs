global using Repository = Edge.Testing.Repository;
global using Edge.Testing.Running;
global using Xunit;
