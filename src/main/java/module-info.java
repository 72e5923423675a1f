/**
 * Background loops for JDA bots.
 *
 * <p>A bot in a named module writes {@code requires io.github.jdatasks;}, which brings JDA along. If methods of its cogs are
 * not public in an exported package, it also opens their package: {@code opens my.bot to io.github.jdatasks;}. Libraries
 * of JDA are modules that nothing asks for, so such a bot is started with {@code --add-modules ALL-MODULE-PATH}.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // JDA has a module name but no descriptor
module io.github.jdatasks {
    requires transitive net.dv8tion.jda;
    requires org.slf4j;
    requires static org.jspecify;
    requires static transitive java.sql;
    requires static com.github.kagkarlsson.scheduler;
    requires static jdk.jfr;
    requires static kotlin.stdlib;
    requires static kotlinx.coroutines.core;
    requires static micrometer.core;

    exports io.github.jdatasks;
    exports io.github.jdatasks.durable;
    exports io.github.jdatasks.metrics;
    exports io.github.jdatasks.panel;
    exports io.github.jdatasks.testing;
}
