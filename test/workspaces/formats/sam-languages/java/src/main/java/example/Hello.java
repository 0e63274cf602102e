package example;

import java.util.Map;

/** Says hello. */
public class Hello {
    public String handleRequest(Map<String, String> event) {
        return "Hello " + event.get("name");
    }
}
