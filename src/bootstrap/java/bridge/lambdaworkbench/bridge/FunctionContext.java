package lambdaworkbench.bridge;

import com.amazonaws.services.lambda.runtime.Client;
import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.util.LinkedHashMap;
import java.util.Map;
import lambdaworkbench.ContextText;
import lambdaworkbench.Invocation;

final class FunctionContext implements Context {
    private final Invocation invocation;
    private final LambdaLogger logger;
    private final ClientContext client;
    private final CognitoIdentity identity;

    FunctionContext(Invocation invocation, LambdaLogger logger) {
        this.invocation = invocation;
        this.logger = logger;
        client = isEmpty(invocation.clientContext) ? null : new Mobile(ContextText.parse(invocation.clientContext));
        identity = isEmpty(invocation.identity) ? null : new Identity(ContextText.parse(invocation.identity));
    }

    @Override
    public String getAwsRequestId() {
        return invocation.requestId;
    }

    @Override
    public String getLogGroupName() {
        return System.getenv("AWS_LAMBDA_LOG_GROUP_NAME");
    }

    @Override
    public String getLogStreamName() {
        return System.getenv("AWS_LAMBDA_LOG_STREAM_NAME");
    }

    @Override
    public String getFunctionName() {
        return System.getenv("AWS_LAMBDA_FUNCTION_NAME");
    }

    @Override
    public String getFunctionVersion() {
        return System.getenv("AWS_LAMBDA_FUNCTION_VERSION");
    }

    @Override
    public String getInvokedFunctionArn() {
        return invocation.arn;
    }

    @Override
    public CognitoIdentity getIdentity() {
        return identity;
    }

    @Override
    public ClientContext getClientContext() {
        return client;
    }

    @Override
    public int getRemainingTimeInMillis() {
        return (int) Math.max(0, Math.min(Integer.MAX_VALUE, invocation.deadline - System.currentTimeMillis()));
    }

    @Override
    public int getMemoryLimitInMB() {
        String size = System.getenv("AWS_LAMBDA_FUNCTION_MEMORY_SIZE");
        return size == null ? 128 : Integer.parseInt(size);
    }

    @Override
    public LambdaLogger getLogger() {
        return logger;
    }

    @Override
    public String getTenantId() {
        return invocation.tenantId;
    }

    @Override
    public String getXrayTraceId() {
        return invocation.traceId;
    }

    private static boolean isEmpty(String text) {
        return text == null || text.isEmpty();
    }

    private static String textOf(Map<?, ?> map, String key) {
        Object value = map.get(key);
        return value == null ? null : ContextText.text(value);
    }

    private static final class Mobile implements ClientContext {
        private final Map<?, ?> all;

        Mobile(Map<?, ?> all) {
            this.all = all;
        }

        @Override
        public Client getClient() {
            return all.get("client") instanceof Map ? new Application((Map<?, ?>) all.get("client")) : null;
        }

        @Override
        public Map<String, String> getCustom() {
            return texts("custom");
        }

        @Override
        public Map<String, String> getEnvironment() {
            return texts("env");
        }

        private Map<String, String> texts(String name) {
            if (!(all.get(name) instanceof Map)) return null;
            Map<String, String> texts = new LinkedHashMap<>();
            for (Object key : ((Map<?, ?>) all.get(name)).keySet()) texts.put((String) key, textOf((Map<?, ?>) all.get(name), (String) key));
            return texts;
        }
    }

    private static final class Application implements Client {
        private final Map<?, ?> all;

        Application(Map<?, ?> all) {
            this.all = all;
        }

        @Override
        public String getInstallationId() {
            return textOf(all, "installation_id");
        }

        @Override
        public String getAppTitle() {
            return textOf(all, "app_title");
        }

        @Override
        public String getAppVersionName() {
            return textOf(all, "app_version_name");
        }

        @Override
        public String getAppVersionCode() {
            return textOf(all, "app_version_code");
        }

        @Override
        public String getAppPackageName() {
            return textOf(all, "app_package_name");
        }
    }

    private static final class Identity implements CognitoIdentity {
        private final Map<?, ?> all;

        Identity(Map<?, ?> all) {
            this.all = all;
        }

        @Override
        public String getIdentityId() {
            return textOf(all, "cognitoIdentityId");
        }

        @Override
        public String getIdentityPoolId() {
            return textOf(all, "cognitoIdentityPoolId");
        }
    }
}
