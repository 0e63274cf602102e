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
