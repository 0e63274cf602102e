using System.IO;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using Amazon.Lambda.RuntimeSupport;

/// <summary>
/// Runs a function that is a class library, as Lambda's own launcher does: in a process that .NET starts with the function's
/// dependencies, so that what it brings itself is loaded from there. Only what it doesn't bring comes from beside this file.
/// </summary>
static class Launcher
{
    static void Main(string[] arguments)
    {
        var folder = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        AssemblyLoadContext.Default.Resolving += (context, name) =>
        {
            var path = Path.Combine(folder, name.Name + ".dll");
            return File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
        };
        Run(arguments[0]);
    }

    /// <summary>Apart from Main, since what a method names is looked for when the method begins.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Run(string handler)
    {
        new RuntimeSupportInitializer(handler).RunLambdaBootstrap().GetAwaiter().GetResult();
    }
}
