package lambdaworkbench;

import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Map;

/**
 * How the JSON of AWS's events differs from what their classes are called like. It holds where such an event is what a handler
 * takes or returns; anywhere else Lambda's runtime treats its class as any other.
 */
final class Naming {
    private static final String PACKAGE = "com.amazonaws.services.lambda.runtime.events.";
    static final Naming PLAIN = new Naming(false, false);

    /** Dates are seconds then, not milliseconds. */
    final boolean isEvent;
    private final boolean upperCase;

    private Naming(boolean isEvent, boolean upperCase) {
        this.isEvent = isEvent;
        this.upperCase = upperCase;
    }

    static Naming of(Type type) {
        if (!(type instanceof Class)) return PLAIN;
        String name = ((Class<?>) type).getName();
        if (!Names.isEvent(name)) return PLAIN;
        return new Naming(true, name.equals(PACKAGE + "SNSEvent"));
    }

    /** `property`: as a bean has it. */
    String json(Class<?> owner, String property) {
        if (!isEvent) return property;
        String renamed = Names.renamed(owner.getName(), property);
        if (renamed != null) return renamed;
        return upperCase ? Character.toUpperCase(property.charAt(0)) + property.substring(1) : property;
    }

    /** Whether its name is said, even the one it has: these come last. One that begins in upper case is its field's. */
    boolean isSaid(Class<?> owner, String property) {
        return isEvent && !Character.isUpperCase(property.charAt(0)) && Names.renamed(owner.getName(), property) != null;
    }

    /** `json:getter` of each constructor parameter, for the classes that have no setters. Null for all others. */
    String[] constructed(Class<?> type) {
        return isEvent ? Names.CONSTRUCTED.get(type.getSimpleName()) : null;
    }

    /** Loaded only by functions that take such events. */
    private static final class Names {
        /** All those that Lambda's runtime knows, below `PACKAGE`. */
        private static final String EVENTS =
                " APIGatewayProxyRequestEvent APIGatewayProxyResponseEvent CloudFormationCustomResourceEvent CloudFrontEvent CloudWatchLogsEvent"
                        + " CodeCommitEvent CognitoEvent ConfigEvent ConnectEvent DynamodbEvent DynamodbTimeWindowEvent IoTButtonEvent KinesisEvent"
                        + " KinesisTimeWindowEvent KinesisFirehoseEvent LambdaDestinationEvent LexEvent ScheduledEvent SecretsManagerRotationEvent"
                        + " models.s3.S3EventNotification S3Event SNSEvent SQSEvent ";
        private static final String OLD_S3_EVENT = "com.amazonaws.services.s3.event.S3EventNotification";
        private static final Map<String, String[]> RENAMED = new HashMap<>();
        static final Map<String, String[]> CONSTRUCTED = new HashMap<>();

        static {
            String records = "records=Records";
            for (String event : "CloudFrontEvent CodeCommitEvent DynamodbEvent DynamodbTimeWindowEvent KinesisEvent KinesisTimeWindowEvent SQSEvent".split(" ")) {
                rename(event, records, "eventSourceArn=eventSourceARN");
            }
            rename("SNSEvent", records);
            rename("SNSEvent$SNSRecord", "SNS=Sns", "sns=Sns");
            rename("SQSEvent$SQSMessage", "eventSourceArn=eventSourceARN");
            rename("DynamodbEvent$DynamodbStreamRecord", "eventSourceArn=eventSourceARN", "eventName=eventName");
            rename("KinesisEvent$Record", "encryptionType=encryptionType");
            rename("CodeCommitEvent$Record", "codeCommit=codecommit", "eventSourceArn=eventSourceARN", "userIdentityArn=userIdentityARN");
            rename("CloudWatchLogsEvent", "awsLogs=awslogs");
            rename("ScheduledEvent", "detailType=detail-type");
            rename("CloudFormationCustomResourceEvent", "responseUrl=ResponseURL", "*");
            rename("SecretsManagerRotationEvent", "*");
            rename("ConnectEvent", "*");
            rename("ConnectEvent$Details", "*");
            rename("ConnectEvent$ContactData", "instanceArn=InstanceARN", "*");
            rename("ConnectEvent$CustomerEndpoint", "*");
            rename("ConnectEvent$SystemEndpoint", "*");
            rename("ConnectEvent$Queue", "*");
            rename("models.dynamodb.StreamRecord", "*");
            rename("models.dynamodb.AttributeValue", "*");
            RENAMED.put("com.amazonaws.services.dynamodbv2.model.StreamRecord", new String[] {"*"});
            RENAMED.put("com.amazonaws.services.dynamodbv2.model.AttributeValue", new String[] {"*"});
            construct("S3Event", "Records:getRecords");
            construct("S3EventNotification", "Records:getRecords");
            construct("S3EventNotificationRecord", "awsRegion:getAwsRegion eventName:getEventName eventSource:getEventSource eventTime:getEventTime"
                    + " eventVersion:getEventVersion requestParameters:getRequestParameters responseElements:getResponseElements s3:getS3 userIdentity:getUserIdentity");
            construct("S3Entity", "configurationId:getConfigurationId bucket:getBucket object:getObject s3SchemaVersion:getS3SchemaVersion");
            construct("S3BucketEntity", "name:getName ownerIdentity:getOwnerIdentity arn:getArn");
            construct("S3ObjectEntity", "key:getKey size:getSizeAsLong eTag:geteTag versionId:getVersionId sequencer:getSequencer");
            construct("RequestParametersEntity", "sourceIPAddress:getSourceIPAddress");
            construct("ResponseElementsEntity", "x-amz-id-2:getxAmzId2 x-amz-request-id:getxAmzRequestId");
            construct("UserIdentityEntity", "principalId:getPrincipalId");
        }

        static boolean isEvent(String name) {
            return name.equals(OLD_S3_EVENT) || (name.startsWith(PACKAGE) && EVENTS.contains(" " + name.substring(PACKAGE.length()) + " "));
        }

        static String renamed(String owner, String property) {
            String[] rules = RENAMED.get(owner);
            if (rules == null) return null;
            for (String rule : rules) {
                if (rule.equals("*")) return Character.toUpperCase(property.charAt(0)) + property.substring(1);
                int equals = rule.indexOf('=');
                if (equals == property.length() && rule.startsWith(property)) return rule.substring(equals + 1);
            }
            return null;
        }

        /** `*`: all others begin in upper case. */
        private static void rename(String type, String... rules) {
            RENAMED.put(PACKAGE + type, rules);
        }

        private static void construct(String type, String parameters) {
            CONSTRUCTED.put(type, parameters.split(" "));
        }
    }
}
