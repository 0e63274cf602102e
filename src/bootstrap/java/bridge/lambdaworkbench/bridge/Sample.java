package lambdaworkbench.bridge;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.List;
import java.util.Map;

/** What is run to learn which classes a start takes. */
public final class Sample implements RequestHandler<Sample.Order, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(Order order, Context context) {
        context.getLogger().log("a line");
        System.out.println("another " + context.getRemainingTimeInMillis());
        if (order.getRecords() == null) throw new IllegalStateException("nothing ordered");
        Map<String, Object> result = new java.util.HashMap<>();
        result.put("order", order);
        result.put("request", context.getAwsRequestId());
        return result;
    }

    public static final class Order {
        private List<Map<String, Object>> records;
        private String note;

        public List<Map<String, Object>> getRecords() {
            return records;
        }

        public void setRecords(List<Map<String, Object>> records) {
            this.records = records;
        }

        public String getNote() {
            return note;
        }

        public void setNote(String note) {
            this.note = note;
        }
    }
}
