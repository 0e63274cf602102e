using Amazon.Lambda.Core;

namespace Hello;

public class Function
{
    /// <summary>Says hello.</summary>
    public string FunctionHandler(string name, ILambdaContext context) => $"Hello {name}";
}
