using System;
using System.Linq;
using System.Net.Http;
using System.Reflection;
using System.Text;
using System.Threading;

namespace Amazon.Lambda.RuntimeSupport
{
    /// <summary>A client of the Runtime API of ours, for tests, under the names of AWS's: it knows texts alone.</summary>
    public static class Client
    {
        public static void Run(Func<string, string> handler)
        {
            var api = "http://" + Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/invocation/";
            var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
            while (true)
            {
                var next = http.GetAsync(api + "next").GetAwaiter().GetResult();
                var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").First();
                var text = next.Content.ReadAsStringAsync().GetAwaiter().GetResult();
                try
                {
                    Post(http, api + id + "/response", handler(text));
                }
                catch (Exception error)
                {
                    var said = error is TargetInvocationException ? error.InnerException : error;
                    Post(http, api + id + "/error", "{\"errorType\":\"" + said.GetType().Name + "\",\"errorMessage\":\"" + said.Message + "\"}");
                }
            }
        }

        static void Post(HttpClient http, string address, string text)
        {
            http.PostAsync(address, new StringContent(text, Encoding.UTF8, "application/json")).GetAwaiter().GetResult();
        }
    }

    public class RuntimeSupportInitializer
    {
        readonly string handler;

        public RuntimeSupportInitializer(string handler)
        {
            this.handler = handler;
        }

        public System.Threading.Tasks.Task RunLambdaBootstrap()
        {
            var parts = handler.Split(new[] { "::" }, StringSplitOptions.None);
            var type = Assembly.Load(new AssemblyName(parts[0])).GetType(parts[1]);
            var function = Activator.CreateInstance(type);
            var method = type.GetMethod(parts[2]);
            Client.Run(text => (string)method.Invoke(function, new object[] { text }));
            return System.Threading.Tasks.Task.CompletedTask;
        }
    }
}
