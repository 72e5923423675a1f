package io.github.jdatasks.mockdiscord;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.dv8tion.jda.api.utils.data.DataArray;
import net.dv8tion.jda.api.utils.data.DataObject;

/** The routes of the REST side; what answers them is called with the lock of {@link Changes} held. */
final class RouteTable {
    /** An id in a path, as a group. */
    static final String ID = "(\\d+)";

    private final List<Route> routes = new ArrayList<>();
    private final Changes changes;

    RouteTable(Changes changes) {
        this.changes = changes;
    }

    /** Adds a route; its path is a regular expression. */
    void add(String method, String path, Function<Call, RestAnswer> handler) {
        routes.add(new Route(method, Pattern.compile(path), handler));
    }

    RestAnswer answer(RestRequest request) {
        for (Route route : routes) {
            Matcher path = route.path.matcher(request.path());
            if (route.method.equals(request.method()) && path.matches()) {
                synchronized (changes) {
                    return route.handler.apply(new Call(request, path.toMatchResult()));
                }
            }
        }
        return RestAnswer.error(404, 0, "404: the mock Discord has no such route");
    }

    private record Route(String method, Pattern path, Function<Call, RestAnswer> handler) {}

    /** A request with the groups of its path. */
    record Call(RestRequest request, MatchResult groups) {

        String group(int number) {
            return groups.group(number);
        }

        long id(int group) {
            return Long.parseUnsignedLong(groups.group(group));
        }

        String method() {
            return request.method();
        }

        boolean isMethod(String method) {
            return request.method().equals(method);
        }

        String path() {
            return request.path();
        }

        /** The parameters of the query. */
        Map<String, String> parameters() {
            return Stream.of(request.query().split("&"))
                    .map(parameter -> parameter.split("=", 2))
                    .filter(parameter -> parameter.length == 2)
                    .collect(Collectors.toMap(parameter -> parameter[0], parameter -> parameter[1]));
        }

        String query() {
            return request.query();
        }

        String body() {
            return request.body();
        }

        /** The body; the files in it are described with their sizes. */
        DataObject json() {
            DataObject json = request.json();
            Map<Long, Integer> sizes = request.sizes();
            json.optObject("data").orElse(json).optArray("attachments").orElseGet(DataArray::empty).stream(
                            DataArray::getObject)
                    .filter(file -> sizes.containsKey(file.getUnsignedLong("id")))
                    .forEach(file -> file.put("size", sizes.get(file.getUnsignedLong("id"))));
            return json;
        }
    }
}
