package lambdaworkbench;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON text as maps, lists, texts, truth values, `JsonReader.Number` and null. As lenient as Lambda's runtime: single quotes, names
 * without any, leading zeros, NaN; what follows the value isn't read.
 */
final class JsonReader {
    private static final int DEEPEST = 1000;

    private final String text;
    private int at;
    private int depth;

    JsonReader(byte[] json) {
        this(new String(json, StandardCharsets.UTF_8));
    }

    JsonReader(String text) {
        this.text = text;
    }

    Object value() {
        if (peek() == 0) throw new JsonException("No content to map due to end-of-input");
        return any();
    }

    private Object any() {
        char c = peek();
        if (c == '{') return object();
        if (c == '[') return array();
        if (c == '"' || c == '\'') return string();
        if (c == '-' || c == '+' || (c >= '0' && c <= '9')) return number();
        String word = word();
        if (word.equals("true")) return true;
        if (word.equals("false")) return false;
        if (word.equals("null")) return null;
        if (word.equals("NaN")) return Double.NaN;
        if (word.equals("Infinity") || word.equals("INF")) return Double.POSITIVE_INFINITY;
        if (word.isEmpty()) throw unexpected(c);
        throw new JsonException("Unrecognized token '" + word + "': was expecting (JSON String, Number, Array, Object or token 'null', 'true' or 'false')");
    }

    private Map<String, Object> object() {
        enter();
        Map<String, Object> map = new LinkedHashMap<>();
        at++;
        for (char c = peek(); c != '}'; c = peek()) {
            String name = c == '"' || c == '\'' ? string() : word();
            if (name.isEmpty() && c != '"' && c != '\'') throw unexpected(c);
            if (peek() != ':') throw unexpected(peek());
            at++;
            map.put(name, any());
            if (peek() == ',') {
                at++;
                if (peek() == '}') throw unexpected('}');
            } else if (peek() != '}') throw unexpected(peek());
        }
        at++;
        depth--;
        return map;
    }

    private List<Object> array() {
        enter();
        List<Object> list = new ArrayList<>();
        at++;
        for (char c = peek(); c != ']'; c = peek()) {
            list.add(any());
            if (peek() == ',') {
                at++;
                if (peek() == ']') throw unexpected(']');
            } else if (peek() != ']') throw unexpected(peek());
        }
        at++;
        depth--;
        return list;
    }

    private void enter() {
        if (++depth > DEEPEST) throw new JsonException("Document nesting depth (" + depth + ") exceeds the maximum allowed (" + DEEPEST + ")");
    }

    private String string() {
        char quote = text.charAt(at++);
        int start = at;
        StringBuilder built = null;
        while (true) {
            if (at >= text.length()) throw new JsonException("Unexpected end-of-input in a String value");
            char c = text.charAt(at++);
            if (c == quote) break;
            if (c != '\\') {
                if (built != null) built.append(c);
                continue;
            }
            if (built == null) built = new StringBuilder(text.length() - start).append(text, start, at - 1);
            built.append(escaped());
        }
        return built == null ? text.substring(start, at - 1) : built.toString();
    }

    private char escaped() {
        if (at >= text.length()) throw new JsonException("Unexpected end-of-input in a character escape sequence");
        char c = text.charAt(at++);
        if (c == 'n') return '\n';
        if (c == 't') return '\t';
        if (c == 'r') return '\r';
        if (c == 'b') return '\b';
        if (c == 'f') return '\f';
        if (c != 'u') return c;
        try {
            String digits = text.substring(at, at + 4);
            at += 4;
            return (char) Integer.parseInt(digits, 16);
        } catch (RuntimeException e) {
            throw new JsonException("expected a hex-digit for character escape sequence");
        }
    }

    private Object number() {
        int start = at;
        boolean isWhole = true;
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '.' || c == 'e' || c == 'E') isWhole = false;
            else if (!(c >= '0' && c <= '9') && c != '-' && c != '+') break;
        }
        String digits = text.substring(start, at);
        if (text.startsWith("Infinity", at) && digits.length() == 1) {
            at += "Infinity".length();
            return digits.equals("-") ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        try {
            return new Number(digits, isWhole);
        } catch (NumberFormatException e) {
            throw new JsonException("'" + digits + "' is no number");
        }
    }

    private String word() {
        int start = at;
        while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) at++;
        return text.substring(start, at);
    }

    /** The next character that isn't white; 0 at the end. */
    private char peek() {
        while (at < text.length() && text.charAt(at) <= ' ') at++;
        return at < text.length() ? text.charAt(at) : 0;
    }

    private JsonException unexpected(char c) {
        if (c == 0) return new JsonException("Unexpected end-of-input");
        return new JsonException("Unexpected character ('" + c + "' (code " + (int) c + ")) at offset " + at);
    }

    /** As written, for a type may want all its digits. */
    static final class Number {
        final String text;
        final boolean isWhole;
        private final BigDecimal exact;

        Number(String text, boolean isWhole) {
            this.text = text;
            this.isWhole = isWhole;
            exact = new BigDecimal(text);
        }

        BigDecimal exact() {
            return exact;
        }

        /** Where no type says which number it is to be. */
        java.lang.Number natural() {
            if (!isWhole) return Double.valueOf(text);
            BigInteger whole = exact.toBigInteger();
            if (whole.bitLength() < 32) return whole.intValue();
            return whole.bitLength() < 64 ? (java.lang.Number) whole.longValue() : whole;
        }
    }
}
