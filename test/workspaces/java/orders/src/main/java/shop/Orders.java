package shop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import java.util.LinkedHashMap;
import java.util.Map;

public class Orders implements RequestHandler<Orders.Order, Map<String, Object>> {
    @Override
    public Map<String, Object> handleRequest(Order order, Context context) {
        context.getLogger().log("ordered " + order.getItem());
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("item", order.getItem());
        result.put("total", order.getCount() * 3);
        return result;
    }

    public static class Order {
        private String item;
        private int count;

        public String getItem() {
            return item;
        }

        public void setItem(String item) {
            this.item = item;
        }

        public int getCount() {
            return count;
        }

        public void setCount(int count) {
            this.count = count;
        }
    }
}
