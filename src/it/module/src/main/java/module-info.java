/** A bot in a named module: all it asks for is jda-tasks, and it opens its cogs' package to it. */
module my.bot {
    requires io.github.jdatasks;

    opens my.bot to
            io.github.jdatasks;
}
