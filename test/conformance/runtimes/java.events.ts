/** Handlers that take and return what aws-lambda-java-events and the JDK have, for JSON that only Lambda's runtime has rules for. */
export const EVENT_FILES: Readonly<Record<string, string>> = {
  'Events.java': `
import com.amazonaws.services.lambda.runtime.events.*;
import java.math.*;
import java.time.*;
import java.util.*;
public class Events {
  public Object sqs(SQSEvent e) { SQSEvent.SQSMessage m = e.getRecords().get(0); return Arrays.asList(m.getBody(), m.getEventSourceArn(), m.getMessageAttributes(), m.getAttributes()); }
  public SQSEvent sqsBack(SQSEvent e) { return e; }
  public Object sns(SNSEvent e) { SNSEvent.SNS s = e.getRecords().get(0).getSNS(); return Arrays.asList(s.getMessage(), String.valueOf(s.getTimestamp()), s.getTopicArn()); }
  public SNSEvent snsBack(SNSEvent e) { return e; }
  public Object s3(S3Event e) {
    var r = e.getRecords().get(0);
    return Arrays.asList(r.getS3().getObject().getKey(), r.getS3().getBucket().getName(), String.valueOf(r.getEventTime()), r.getS3().getObject().getSizeAsLong(), r.getAwsRegion(), r.getResponseElements().getxAmzId2());
  }
  public S3Event s3Back(S3Event e) { return e; }
  public Object dynamo(DynamodbEvent e) { var r = e.getRecords().get(0); return Arrays.asList(r.getEventName(), r.getEventSourceARN(), r.getDynamodb().getNewImage().toString(), String.valueOf(r.getDynamodb().getApproximateCreationDateTime())); }
  public DynamodbEvent dynamoBack(DynamodbEvent e) { return e; }
  public Object kinesis(KinesisEvent e) { var r = e.getRecords().get(0).getKinesis(); return Arrays.asList(new String(r.getData().array()), String.valueOf(r.getApproximateArrivalTimestamp())); }
  public KinesisEvent kinesisBack(KinesisEvent e) { return e; }
  public ScheduledEvent scheduledBack(ScheduledEvent e) { return e; }
  public Object scheduled(ScheduledEvent e) { return Arrays.asList(e.getDetailType(), String.valueOf(e.getTime())); }
  public APIGatewayProxyResponseEvent api(APIGatewayProxyRequestEvent e) { return new APIGatewayProxyResponseEvent().withStatusCode(200).withBody(e.getPath() + e.getQueryStringParameters() + e.getRequestContext().getStage()); }
  public APIGatewayProxyRequestEvent apiBack(APIGatewayProxyRequestEvent e) { return e; }
  public APIGatewayV2HTTPResponse http(APIGatewayV2HTTPEvent e) { return APIGatewayV2HTTPResponse.builder().withStatusCode(200).withBody(e.getRawPath() + e.getRequestContext().getHttp().getMethod()).build(); }
  public SQSBatchResponse batch(SQSEvent e) { return new SQSBatchResponse(Arrays.asList(new SQSBatchResponse.BatchItemFailure(e.getRecords().get(0).getMessageId()))); }
  public CloudFormationCustomResourceEvent cfn(CloudFormationCustomResourceEvent e) { return e; }
  public Object logs(CloudWatchLogsEvent e) { return e.getAwsLogs().getData(); }
  public KafkaEvent kafkaBack(KafkaEvent e) { return e; }
  public KinesisFirehoseEvent firehoseBack(KinesisFirehoseEvent e) { return e; }
  public KinesisAnalyticsFirehoseInputPreprocessingEvent analyticsBack(KinesisAnalyticsFirehoseInputPreprocessingEvent e) { return e; }
  public ConnectEvent connectBack(ConnectEvent e) { return e; }
  public CodeCommitEvent codeCommitBack(CodeCommitEvent e) { return e; }
  public CognitoEvent cognitoBack(CognitoEvent e) { return e; }
  public LexEvent lexBack(LexEvent e) { return e; }
  public IoTButtonEvent iotBack(IoTButtonEvent e) { return e; }
  public CloudFrontEvent cloudFrontBack(CloudFrontEvent e) { return e; }
  public ConfigEvent configBack(ConfigEvent e) { return e; }
  public ApplicationLoadBalancerRequestEvent albBack(ApplicationLoadBalancerRequestEvent e) { return e; }
  public APIGatewayV2WebSocketEvent webSocketBack(APIGatewayV2WebSocketEvent e) { return e; }
  public APIGatewayCustomAuthorizerEvent authorizerBack(APIGatewayCustomAuthorizerEvent e) { return e; }
  public ActiveMQEvent activeMqBack(ActiveMQEvent e) { return e; }
  public RabbitMQEvent rabbitMqBack(RabbitMQEvent e) { return e; }
  public KinesisTimeWindowEvent kinesisWindowBack(KinesisTimeWindowEvent e) { return e; }
  public DynamodbTimeWindowEvent dynamoWindowBack(DynamodbTimeWindowEvent e) { return e; }
  public S3BatchEvent s3BatchBack(S3BatchEvent e) { return e; }
  public S3ObjectLambdaEvent s3ObjectLambdaBack(S3ObjectLambdaEvent e) { return e; }
  public SecretsManagerRotationEvent secretBack(SecretsManagerRotationEvent e) { return e; }
  public CloudWatchCompositeAlarmEvent alarmBack(CloudWatchCompositeAlarmEvent e) { return e; }
  public CognitoUserPoolPreSignUpEvent preSignUpBack(CognitoUserPoolPreSignUpEvent e) { return e; }
  public SimpleIAMPolicyResponse simpleIamBack(SimpleIAMPolicyResponse e) { return e; }
  public AppSyncLambdaAuthorizerEvent appSyncBack(AppSyncLambdaAuthorizerEvent e) { return e; }
  public IamPolicyResponse policy(Object o) {
    return IamPolicyResponse.builder().withPrincipalId("p").withPolicyDocument(IamPolicyResponse.PolicyDocument.builder().withVersion(IamPolicyResponse.VERSION_2012_10_17).withStatement(Arrays.asList(IamPolicyResponse.allowStatement("arn"))).build()).withContext(new HashMap<>()).build();
  }
  public StreamsEventResponse failures(Object o) { return new StreamsEventResponse(Arrays.asList(new StreamsEventResponse.BatchItemFailure("7"))); }
  public KinesisFirehoseEvent.Record firehoseRecord(KinesisFirehoseEvent e) { return e.getRecords().get(0); }
  public Object kinesisDate(KinesisEvent e) { var r = e.getRecords().get(0).getKinesis(); return Arrays.asList(r.getApproximateArrivalTimestamp(), r.getData()); }
  public All all(All a) { return a; }
  public Map<String, Object> nulls(Object o) { Map<String, Object> m = new LinkedHashMap<>(); m.put("a", null); m.put("b", Arrays.asList(1, null)); m.put("c", Optional.empty()); m.put("d", Optional.of(2)); return m; }
  public Object numbers(Object o) { return Arrays.asList(1.0, 1e10, 1e-7, 123456789.123, Double.NaN, 1f, new BigDecimal("1.10"), new BigDecimal("1E+5"), new BigInteger("123456789012345678901"), (short) 1, 'c', Long.MAX_VALUE); }
  public Object times(Object o) {
    return Arrays.asList(Instant.ofEpochSecond(1700000000L, 123000000), Instant.ofEpochSecond(5), LocalDate.of(2024, 2, 29), LocalTime.of(1, 2), LocalTime.of(1, 2, 3, 4), LocalDateTime.of(2024, 1, 2, 3, 4, 5),
      Duration.ofMillis(1500), OffsetDateTime.of(2024, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC), ZonedDateTime.of(2024, 1, 2, 3, 4, 5, 6, ZoneId.of("UTC")), new Date(1700000000123L), Year.of(2024), YearMonth.of(2024, 5), Period.ofDays(2), ZoneId.of("UTC"), DayOfWeek.MONDAY, MonthDay.of(2, 3));
  }
  public Object misc(Object o) throws Exception { return Arrays.asList(UUID.fromString("123e4567-e89b-12d3-a456-426614174000"), java.net.URI.create("http://a/b"), new byte[] {1, 2, 3}, "chars".toCharArray(), String.class, Locale.GERMANY, Currency.getInstance("EUR"), TimeZone.getTimeZone("UTC"), new StringBuilder("sb"), new java.util.concurrent.atomic.AtomicInteger(4), new java.util.concurrent.atomic.AtomicBoolean(true), java.util.regex.Pattern.compile("a+"), new Empty(), new int[][] {{1}, {}}, new Object()); }
  public Object named(Object o) { return new Named(); }
  public Rec record(Rec r) { return r; }
  public Object recordOut(Object o) { return new Rec("n", 2, Arrays.asList("a")); }
  public Kt kotlin(Kt k) { return k; }
  public static class Empty {}
  public static class Named {
    public String getURL() { return "1"; } public String getaB() { return "2"; } public String getA() { return "3"; } public boolean isX() { return true; } public Boolean isY() { return true; } public String isZ() { return "no"; }
    public String get() { return "no"; } public static String getStatic() { return "no"; } String getPackage() { return "no"; } protected String getProtected() { return "no"; } public String getNull() { return null; } public final String pub = "p"; private String priv = "no"; public transient String trans = "t";
  }
  public record Rec(String name, int count, List<String> tags) {}
  public static class Kt { private final String name; public Kt(String name) { this.name = name; } public String getName() { return name; } }
  public static class Base<T> { private T held; public T getHeld() { return held; } public void setHeld(T t) { held = t; } }
  public static class All extends Base<List<Integer>> {
    public int i; public long l; public double d; public float f; public boolean b; public char c; public Integer boxed; public BigDecimal big; public BigInteger bigInt; public String s; public byte[] bytes; public int[] ints; public List<Map<String, Integer>> maps; public Map<Day, List<String>> days; public Set<String> set; public Optional<String> opt; public Date date; public Instant instant; public LocalDate localDate; public LocalDateTime localDateTime; public Duration duration; public UUID uuid; public Day day; public Object any; public Number number; public Collection<Long> longs; public OffsetDateTime offset; public ZonedDateTime zoned; public All[] nested;
    private String setterOnly; private String privateSetter; private String noSetter = "x";
    public void setSetterOnly(String s) { setterOnly = s; } public String getPrivateSetter() { return privateSetter; } private void setPrivateSetter(String s) { privateSetter = s; } public String getNoSetter() { return noSetter; }
  }
  public enum Day { MON, TUE { } }
}
`,
};

const RECORD = '{"Records":[';

export const eventCases: readonly (readonly [method: string, event: string])[] = [
  [
    'sqs',
    `${RECORD}{"messageId":"1","body":"b","eventSourceARN":"arn","attributes":{"SentTimestamp":"1"},"messageAttributes":{"a":{"stringValue":"x","dataType":"String","binaryValue":"AQID"}}}]}`,
  ],
  [
    'sqsBack',
    `${RECORD}{"messageId":"1","receiptHandle":"r","body":"b","md5OfBody":"m","eventSourceARN":"arn","eventSource":"aws:sqs","awsRegion":"r","attributes":{"SentTimestamp":"1"},"messageAttributes":{"a":{"stringValue":"x","dataType":"String","stringListValues":[],"binaryListValues":[]}}}]}`,
  ],
  [
    'sns',
    `${RECORD}{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":"a","Sns":{"Type":"Notification","MessageId":"i","TopicArn":"t","Subject":"s","Message":"m","Timestamp":"2024-01-02T03:04:05.678Z","SignatureVersion":"1","Signature":"x","SigningCertUrl":"u","UnsubscribeUrl":"u2","MessageAttributes":{"k":{"Type":"String","Value":"v"}}}}]}`,
  ],
  [
    'snsBack',
    `${RECORD}{"EventSource":"aws:sns","EventVersion":"1.0","EventSubscriptionArn":"a","Sns":{"Message":"m","Timestamp":"2024-01-02T03:04:05.678Z","MessageAttributes":{"k":{"Type":"String","Value":"v"}}}}]}`,
  ],
  [
    's3',
    `${RECORD}{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"eu-west-1","eventTime":"2024-01-02T03:04:05.678Z","eventName":"ObjectCreated:Put","userIdentity":{"principalId":"p"},"requestParameters":{"sourceIPAddress":"1.2.3.4"},"responseElements":{"x-amz-request-id":"r","x-amz-id-2":"i2"},"s3":{"s3SchemaVersion":"1.0","configurationId":"c","bucket":{"name":"b","ownerIdentity":{"principalId":"o"},"arn":"arn"},"object":{"key":"k+1","size":5368709121,"eTag":"e","versionId":"v","sequencer":"s"}}}]}`,
  ],
  [
    'dynamo',
    `${RECORD}{"eventID":"1","eventName":"INSERT","eventVersion":"1.1","eventSource":"aws:dynamodb","awsRegion":"r","dynamodb":{"ApproximateCreationDateTime":1700000000.5,"Keys":{"Id":{"N":"101"}},"NewImage":{"M":{"S":"new"},"Id":{"N":"101"},"B":{"BOOL":true},"L":{"L":[{"S":"x"},{"NULL":true}]},"Mp":{"M":{"k":{"SS":["a","b"]}}},"Bin":{"B":"AQID"}},"SequenceNumber":"111","SizeBytes":26,"StreamViewType":"NEW_AND_OLD_IMAGES"},"eventSourceARN":"arn"}]}`,
  ],
  [
    'dynamoBack',
    `${RECORD}{"eventID":"1","eventName":"INSERT","dynamodb":{"ApproximateCreationDateTime":1700000000,"Keys":{"Id":{"N":"101"}},"NewImage":{"M":{"S":"new"},"B":{"BOOL":true},"L":{"L":[{"S":"x"},{"NULL":true}]}},"SequenceNumber":"111","SizeBytes":26},"eventSourceARN":"arn"}]}`,
  ],
  [
    'kinesis',
    `${RECORD}{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"4","data":"SGVsbG8=","approximateArrivalTimestamp":1545084650.987,"encryptionType":"NONE"},"eventSource":"aws:kinesis","eventID":"e","eventSourceARN":"arn"}]}`,
  ],
  [
    'kinesisBack',
    `${RECORD}{"kinesis":{"kinesisSchemaVersion":"1.0","partitionKey":"1","sequenceNumber":"4","data":"SGVsbG8=","approximateArrivalTimestamp":1545084650.987},"eventSource":"aws:kinesis","eventID":"e","eventSourceARN":"arn"}]}`,
  ],
  [
    'scheduled',
    '{"id":"1","detail-type":"Scheduled Event","source":"aws.events","account":"1","time":"2024-01-02T03:04:05Z","region":"r","resources":["a"],"detail":{"x":[1]}}',
  ],
  [
    'scheduledBack',
    '{"id":"1","detail-type":"Scheduled Event","source":"aws.events","account":"1","time":"2024-01-02T03:04:05Z","region":"r","resources":["a"],"detail":{"x":[1]}}',
  ],
  [
    'api',
    '{"path":"/p","httpMethod":"GET","queryStringParameters":{"a":"1"},"requestContext":{"stage":"Prod","identity":{"sourceIp":"1.1.1.1"}},"isBase64Encoded":false}',
  ],
  [
    'apiBack',
    '{"resource":"/{x}","path":"/p","httpMethod":"GET","headers":{"A":"b"},"multiValueHeaders":{"A":["b"]},"pathParameters":{"x":"p"},"requestContext":{"accountId":"1","stage":"Prod","identity":{"sourceIp":"1.1.1.1"},"authorizer":{"a":1}},"body":null,"isBase64Encoded":false}',
  ],
  ['http', '{"version":"2.0","rawPath":"/p","requestContext":{"http":{"method":"POST","path":"/p"},"timeEpoch":1583348638390}}'],
  ['batch', `${RECORD}{"messageId":"m1"}]}`],
  [
    'cfn',
    '{"RequestType":"Create","ServiceToken":"t","ResponseURL":"u","StackId":"s","RequestId":"r","LogicalResourceId":"l","ResourceType":"Custom::X","ResourceProperties":{"a":"b"}}',
  ],
  ['logs', '{"awslogs":{"data":"H4sI"}}'],
  [
    'kafkaBack',
    '{"eventSource":"aws:kafka","eventSourceArn":"arn","bootstrapServers":"b","records":{"t-0":[{"topic":"t","partition":0,"offset":15,"timestamp":1545084650987,"timestampType":"CREATE_TIME","key":"a2V5","value":"SGVsbG8=","headers":[{"h":[104,105]}]}]}}',
  ],
  [
    'firehoseBack',
    '{"invocationId":"i","deliveryStreamArn":"a","region":"r","records":[{"recordId":"1","data":"SGVsbG8=","approximateArrivalTimestamp":1495072949453,"kinesisRecordMetadata":{"shardId":"s","approximateArrivalTimestamp":"t"}}]}',
  ],
  ['firehoseRecord', '{"records":[{"recordId":"1","data":"SGVsbG8="}]}'],
  [
    'analyticsBack',
    '{"invocationId":"i","applicationArn":"a","streamArn":"s","records":[{"recordId":"1","kinesisFirehoseRecordMetadata":{"approximateArrivalTimestamp":1520280173},"data":"SGVsbG8="}]}',
  ],
  [
    'connectBack',
    '{"Name":"ContactFlowEvent","Details":{"ContactData":{"Attributes":{"a":"b"},"Channel":"VOICE","ContactId":"c","CustomerEndpoint":{"Address":"+1","Type":"TELEPHONE_NUMBER"},"InitiationMethod":"INBOUND","InstanceARN":"i","Queue":{"ARN":"q","Name":"n"}},"Parameters":{"p":"v"}}}',
  ],
  [
    'codeCommitBack',
    '{"Records":[{"eventId":"1","eventVersion":"1.0","eventTime":"2024-01-02T03:04:05.678+0000","eventTriggerName":"t","eventPartNumber":1,"codecommit":{"references":[{"commit":"c","ref":"refs/heads/m","created":true}]},"eventName":"n","eventTriggerConfigId":"i","eventSourceARN":"a","userIdentityARN":"u","eventSource":"aws:codecommit","awsRegion":"r","eventTotalParts":1,"customData":"d"}]}',
  ],
  [
    'cognitoBack',
    '{"version":2,"eventType":"SyncTrigger","region":"r","identityPoolId":"p","identityId":"i","datasetName":"d","datasetRecords":{"k":{"oldValue":"o","newValue":"n","op":"replace"}}}',
  ],
  [
    'lexBack',
    '{"messageVersion":"1.0","invocationSource":"DialogCodeHook","userId":"u","sessionAttributes":{"a":"b"},"outputDialogMode":"Text","currentIntent":{"name":"n","slots":{"s":"v"},"confirmationStatus":"None"},"bot":{"name":"b","alias":"a","version":"1"},"requestAttributes":{"x":"y"}}',
  ],
  ['iotBack', '{"serialNumber":"s","clickType":"SINGLE","batteryVoltage":"100 mV"}'],
  [
    'cloudFrontBack',
    '{"Records":[{"cf":{"config":{"distributionId":"E"},"request":{"clientIp":"1.1.1.1","method":"GET","uri":"/p","httpVersion":"2.0","headers":{"host":[{"key":"Host","value":"h"}]}}}}]}',
  ],
  [
    'configBack',
    '{"invokingEvent":"{}","ruleParameters":"{}","resultToken":"t","eventLeftScope":false,"executionRoleArn":"a","configRuleArn":"c","configRuleName":"n","configRuleId":"i","accountId":"1","version":"1.0"}',
  ],
  [
    'albBack',
    '{"requestContext":{"elb":{"targetGroupArn":"arn"}},"httpMethod":"GET","path":"/","queryStringParameters":{"a":"1"},"headers":{"h":"v"},"body":"","isBase64Encoded":false}',
  ],
  [
    'webSocketBack',
    '{"headers":{"a":"b"},"requestContext":{"routeKey":"$connect","eventType":"CONNECT","connectionId":"c","requestTimeEpoch":1583348638390,"connectedAt":1583348638390,"identity":{"sourceIp":"1.1.1.1"},"domainName":"d","stage":"s","apiId":"a"},"isBase64Encoded":false}',
  ],
  [
    'authorizerBack',
    '{"type":"REQUEST","methodArn":"arn","resource":"/r","path":"/r","httpMethod":"GET","headers":{"X":"y"},"queryStringParameters":{"q":"1"},"pathParameters":{},"stageVariables":{"s":"v"},"requestContext":{"path":"/r","accountId":"1","stage":"t","requestId":"i","identity":{"apiKey":"k","sourceIp":"1.1.1.1"},"httpMethod":"GET","apiId":"a"},"authorizationToken":"tok"}',
  ],
  [
    'activeMqBack',
    '{"eventSource":"aws:amq","eventSourceArn":"arn","messages":[{"messageID":"1","messageType":"jms/text-message","timestamp":1598827811958,"deliveryMode":0,"correlationID":"c","replyTo":"null","destination":{"physicalName":"q"},"redelivered":false,"expiration":0,"priority":0,"data":"SGVsbG8=","brokerInTime":1598827811958,"brokerOutTime":1598827811959,"properties":{"p":"v"}}]}',
  ],
  [
    'rabbitMqBack',
    '{"eventSource":"aws:rmq","eventSourceArn":"arn","rmqMessagesByQueue":{"q::/":[{"basicProperties":{"contentType":"text/plain","headers":{"h":{"bytes":[118]}},"deliveryMode":1,"priority":34,"timestamp":"Jan 1, 1970, 12:33:41 AM","bodySize":80},"redelivered":false,"data":"SGVsbG8="}]}}',
  ],
  [
    'kinesisWindowBack',
    `${RECORD}{"kinesis":{"sequenceNumber":"4","data":"SGVsbG8=","approximateArrivalTimestamp":1545084650.987}}],"window":{"start":"2020-12-09T07:04:00Z","end":"2020-12-09T07:06:00Z"},"state":{"1":"282"},"shardId":"s","eventSourceARN":"arn","isFinalInvokeForWindow":false,"isWindowTerminatedEarly":false}`,
  ],
  [
    'dynamoWindowBack',
    `${RECORD}{"eventID":"1","dynamodb":{"Keys":{"Id":{"N":"101"}},"SequenceNumber":"111"}}],"window":{"start":"2020-07-30T17:00:00Z","end":"2020-07-30T17:05:00Z"},"state":{"1":"s"},"shardId":"s","eventSourceARN":"arn","isFinalInvokeForWindow":true,"isWindowTerminatedEarly":false}`,
  ],
  [
    's3BatchBack',
    '{"invocationSchemaVersion":"1.0","invocationId":"i","job":{"id":"j"},"tasks":[{"taskId":"t","s3Key":"k","s3VersionId":"v","s3BucketArn":"arn"}]}',
  ],
  [
    's3ObjectLambdaBack',
    '{"xAmzRequestId":"r","getObjectContext":{"inputS3Url":"u","outputRoute":"o","outputToken":"t"},"configuration":{"accessPointArn":"a","supportingAccessPointArn":"s","payload":"{}"},"userRequest":{"url":"u","headers":{"h":"v"}},"userIdentity":{"type":"IAMUser","principalId":"p","arn":"a","accountId":"1","accessKeyId":"k"},"protocolVersion":"1.00"}',
  ],
  ['secretBack', '{"Step":"createSecret","SecretId":"arn","ClientRequestToken":"t"}'],
  [
    'alarmBack',
    '{"source":"aws.cloudwatch","alarmArn":"arn","accountId":"1","time":"2023-08-04T12:36:15.490+0000","region":"r","alarmData":{"alarmName":"n","state":{"value":"ALARM","reason":"r","reasonData":"{}","timestamp":"t"},"previousState":{"value":"OK"},"configuration":{"alarmRule":"x"}}}',
  ],
  [
    'preSignUpBack',
    '{"version":"1","triggerSource":"PreSignUp_SignUp","region":"r","userPoolId":"p","userName":"n","callerContext":{"awsSdkVersion":"s","clientId":"c"},"request":{"userAttributes":{"email":"e"},"validationData":{"k":"v"},"clientMetadata":{"a":"b"}},"response":{"autoConfirmUser":false,"autoVerifyPhone":true}}',
  ],
  [
    'appSyncBack',
    '{"authorizationToken":"t","requestContext":{"apiId":"a","accountId":"1","requestId":"r","queryDocument":"q","operationName":"o","variables":{"v":1}}}',
  ],
  ['simpleIamBack', '{"isAuthorized":true,"context":{"a":"b"}}'],
  ['policy', '{}'],
  ['failures', '{}'],
  ['kinesisDate', `${RECORD}{"kinesis":{"data":"SGVsbG8=","approximateArrivalTimestamp":1545084650.987}}]}`],
  [
    'all',
    '{"i":1,"l":"2","d":1,"f":2.5,"b":"true","c":"x","boxed":3.9,"big":1.10,"bigInt":12345678901234567890,"s":5,"bytes":"AQID","ints":[1,2],"maps":[{"a":1}],"days":{"MON":["x"],"TUE":[]},"set":["s"],"opt":"o","date":1700000000123,"instant":1700000000.5,"localDate":"2024-02-29","localDateTime":"2024-01-02T03:04:05","duration":"PT1.5S","uuid":"123e4567-e89b-12d3-a456-426614174000","day":"TUE","any":{"n":[1,2.5,12345678901]},"number":7,"longs":[1,2],"offset":"2024-01-02T03:04:05+02:00","zoned":"2024-01-02T03:04:05Z","nested":[{"i":2}],"setterOnly":"so","privateSetter":"ps","noSetter":"ns","held":[1,"2"]}',
  ],
  [
    'all',
    '{"date":"2024-01-02T03:04:05.678Z","instant":"2024-01-02T03:04:05Z","localDate":[2024,2,29],"localDateTime":[2024,1,2,3,4,5],"duration":1.5,"opt":null,"day":"SUN","boxed":"","i":"","b":1,"ints":7,"s":true,"bytes":null,"set":"one","maps":"","nested":[],"any":null}',
  ],
  ['all', '{"day":1,"c":"","d":"NaN","date":"2024-01-02","number":1.5,"big":"2.50","f":"3"}'],
  ['all', "{i:1,'s':'q',l:007}"],
  ['all', '{"i":3.7}'],
  ['all', '{"i":"x"}'],
  ['all', '{"i":99999999999}'],
  ['all', '{"b":"yes"}'],
  ['all', '{"s":{"a":1}}'],
  ['all', '{"s":["one"]}'],
  ['all', '{"uuid":"nope"}'],
  ['all', '{"localDate":"nope"}'],
  ['all', '[{"i":4}]'],
  ['all', '""'],
  ['all', '"text"'],
  ['nulls', '{}'],
  ['numbers', '{}'],
  ['times', '{}'],
  ['misc', '{}'],
  ['named', '{}'],
  ['record', '{"name":"n","count":2,"tags":["a"],"more":1}'],
  ['recordOut', '{}'],
  ['kotlin', '{"name":"n"}'],
];
