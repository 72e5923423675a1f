package io.github.jdatasks.e2e.faults;

import io.github.jdatasks.e2e.Await;
import io.github.jdatasks.e2e.Managers;
import io.github.jdatasks.mockdiscord.Drop;
import io.github.jdatasks.mockdiscord.GatewayReply;
import io.github.jdatasks.mockdiscord.Hold;
import io.github.jdatasks.mockdiscord.MockGuild;
import io.github.jdatasks.mockdiscord.RestReply;
import io.github.jdatasks.mockdiscord.RestRequest;
import io.github.jdatasks.mockdiscord.SessionGroup;
import java.time.Duration;
import java.util.function.Predicate;
import net.dv8tion.jda.api.JDA;
import net.dv8tion.jda.api.events.GenericEvent;
import net.dv8tion.jda.api.events.StatusChangeEvent;
import net.dv8tion.jda.api.events.session.SessionDisconnectEvent;
import net.dv8tion.jda.api.events.session.SessionResumeEvent;

/** What can happen to a bot. */
enum Fault {
    RST(12) {
        @Override
        void strike(Patient bot) {
            resumes(bot, () -> bot.target().drop(Drop.RST));
        }
    },
    FIN(10) {
        @Override
        void strike(Patient bot) {
            resumes(bot, () -> bot.target().drop(Drop.FIN));
        }
    },
    CLOSE(10) {
        @Override
        void strike(Patient bot) {
            int code = CODES[bot.random(CODES.length)];
            resumes(bot, () -> bot.target().close(code));
        }
    },
    OP7(12) {
        @Override
        void strike(Patient bot) {
            resumes(bot, () -> bot.target().reconnect());
        }
    },
    OP9_RESUMABLE(8) {
        @Override
        void strike(Patient bot) {
            resumes(bot, () -> bot.target().invalidateSession(true));
        }
    },
    /** And the first attempts to resume are answered likewise. */
    OP9_RESUMABLE_STORM(5) {
        @Override
        void strike(Patient bot) {
            bot.target().answerResume(1 + bot.random(10), GatewayReply.invalidSession(true));
            resumes(bot, () -> burst(bot, true));
        }
    },
    OP9(4) {
        @Override
        void strike(Patient bot) {
            identifies(bot, () -> bot.target().invalidateSession(false));
        }
    },
    OP9_STORM(1) {
        @Override
        void strike(Patient bot) {
            bot.target().answerIdentify(1, GatewayReply.invalidSession(false));
            identifies(bot, () -> burst(bot, false));
        }
    },
    RESUME_REFUSED_FOR_GOOD(2) {
        @Override
        void strike(Patient bot) {
            bot.target().answerResume(1, GatewayReply.invalidSession(false));
            identifies(bot, () -> bot.target().drop(Drop.RST));
        }
    },
    /** Hundreds of disconnects a second. */
    RESUME_REFUSED_IN_A_LOOP(5) {
        @Override
        void strike(Patient bot) {
            bot.target().answerResume(20 + bot.random(bot.hasPool() ? 80 : 280), GatewayReply.close(4000));
            resumes(bot, () -> bot.target().drop(Drop.RST));
        }
    },
    SLOW_RESUME_WITH_NEWS(4) {
        @Override
        void strike(Patient bot) {
            bot.target().answerResume(1, GatewayReply.after(Duration.ofMillis(80)));
            bot.target().drop(Drop.FIN);
            int number = 1000 + bot.discord().guilds().size();
            bot.discord().join(MockGuild.numbered(number));
            bot.expectConnections(1);
        }
    },
    SERVER_DOWN_AND_UP(2) {
        @Override
        void strike(Patient bot) {
            int before = bot.attempts();
            bot.gateway().down();
            Await.until("an attempt to reconnect", () -> bot.attempts() > before);
            bot.fleet().assertPaused(bot.everywhere());
            bot.gateway().up();
            bot.expectConnections(bot.shards());
        }
    },
    /** Of a connection with a short heartbeat, which is found out in two seconds; JDA then waits ten more for an answer. */
    FROZEN_PEER(1) {
        @Override
        void strike(Patient bot) {
            bot.gateway().heartbeatInterval(Duration.ofMillis(600));
            int before = bot.connections();
            bot.target().reconnect();
            Await.until(
                    "a short heartbeat",
                    () -> bot.connections() > before && bot.target().isConnected());
            bot.gateway().heartbeatInterval(Duration.ofMillis(41_250));
            resumes(bot, () -> bot.target().freeze());
            bot.expectConnections(1);
        }
    },
    REST_ERROR(8) {
        @Override
        void strike(Patient bot) {
            int[] statuses = {500, 500, 502, 403, 404};
            int status = statuses[bot.random(statuses.length)];
            spoil(bot, status == 502 ? 1 : 1 + bot.random(4), RestReply.status(status));
        }
    },
    RATE_LIMIT(2) {
        @Override
        void strike(Patient bot) {
            spoil(bot, 1, RestReply.rateLimited(Duration.ofSeconds(1)));
        }
    },
    REST_TIMEOUT(3) {
        @Override
        void strike(Patient bot) {
            spoil(bot, 1 + bot.random(3), RestReply.delayed(Patient.REST_TIMEOUT.multipliedBy(3)));
        }
    },
    REST_DELAY(2) {
        @Override
        void strike(Patient bot) {
            spoil(bot, 1 + bot.random(5), RestReply.delayed(Patient.REST_TIMEOUT.dividedBy(2)));
        }
    },
    REST_DROP(3) {
        @Override
        void strike(Patient bot) {
            spoil(bot, 1 + bot.random(10), RestReply.drop());
        }
    },
    ERROR_OF_A_LISTENER(5) {
        @Override
        void strike(Patient bot) {
            switch (bot.hasPool() ? 0 : bot.random(bot.isManaged() ? 3 : 2)) {
                case 0 -> { // the cogs are not told, and find out within a second
                    bot.refuseNext(becomes(JDA.Status.CONNECTED));
                    resumes(bot, () -> bot.target().drop(Drop.RST));
                }
                case 1 -> { // JDA never comes to be connected
                    bot.refuseNext(SessionResumeEvent.class::isInstance);
                    bot.target().drop(Drop.RST);
                    Await.until("the Error", () -> !bot.isRefusalDue());
                    bot.fleet().assertPaused(bot.here());
                    resumes(bot, () -> bot.target().drop(Drop.FIN));
                }
                default -> { // JDA does not try again
                    bot.refuseNext(SessionDisconnectEvent.class::isInstance);
                    bot.target().drop(Drop.RST);
                    Await.until("the Error", () -> !bot.isRefusalDue());
                    bot.fleet().assertPaused(bot.here());
                    Managers.restart(bot.manager(), bot.shard());
                    bot.expectConnections(1);
                }
            }
        }
    },
    SHARD_RESTART(4) {
        @Override
        boolean fits(Patient bot) {
            return bot.isManaged();
        }

        @Override
        void strike(Patient bot) {
            Managers.restart(bot.manager(), bot.shard());
            bot.expectConnections(1);
        }
    },
    /** The old instance ends only after the new one is ready. */
    SHARD_RESTART_WITH_A_LATE_END(3) {
        @Override
        boolean fits(Patient bot) {
            return bot.isManaged();
        }

        @Override
        void strike(Patient bot) {
            JDA old = bot.jda();
            bot.discord()
                    .rest()
                    .answer(
                            1,
                            request -> request.body().contains(WAITING),
                            RestReply.rateLimited(Duration.ofSeconds(1)));
            old.getTextChannels().get(0).sendMessage(WAITING).queue(null, ended -> {});
            int before = bot.connections();
            Managers.restart(bot.manager(), bot.shard());
            Await.until("the next instance", () -> bot.connections() > before);
            old.shutdownNow();
            bot.ends().await(jda -> jda == old);
            bot.expectConnections(1);
        }
    };

    private static final int[] CODES = {1000, 1001, 4000, 4003, 4007, 4008, 4009, 4999};
    private static final String WAITING = "waits, and so does the end";
    private static final int HELD = 3;
    private static final int BURST = 20;

    private final int weight;

    Fault(int weight) {
        this.weight = weight;
    }

    /** How often it comes, compared with others. */
    int weight() {
        return weight;
    }

    boolean fits(Patient bot) {
        return true;
    }

    /** Has it happen, and says what connections it will take until it is over. */
    abstract void strike(Patient bot);

    /** Has a loss happen after which JDA resumes; some are held while the loops are looked at. */
    private static void resumes(Patient bot, Runnable loss) {
        if (bot.random(HELD) == 0) {
            Hold hold = new Hold();
            bot.target().answerResume(1, GatewayReply.held(hold));
            loss.run();
            bot.lookWhileHeld(hold);
        } else {
            loss.run();
        }
        bot.expectConnections(1);
    }

    /** As {@link #resumes}, where JDA has to log in anew. */
    private static void identifies(Patient bot, Runnable loss) {
        if (bot.random(HELD) == 0) {
            Hold hold = new Hold();
            bot.target().answerIdentify(1, GatewayReply.held(hold));
            loss.run();
            bot.lookWhileHeld(hold);
        } else {
            loss.run();
        }
        bot.expectConnections(1);
    }

    private static void burst(Patient bot, boolean resumable) {
        SessionGroup target = bot.target();
        try {
            for (int i = 0; i < BURST; i++) {
                target.invalidateSession(resumable);
            }
        } catch (IllegalStateException gone) {
            // The client was quick to close, or the session is forgotten: the storm is over.
        }
    }

    private static Predicate<GenericEvent> becomes(JDA.Status status) {
        return event -> event instanceof StatusChangeEvent change && change.getNewStatus() == status;
    }

    /** Has the messages of the loop fail, and waits until they all have. */
    private static void spoil(Patient bot, int times, RestReply reply) {
        int[] left = {times};
        Predicate<RestRequest> ofLoop = request -> request.body().contains(Fleet.MESSAGE);
        bot.discord()
                .rest()
                .answer(
                        times,
                        request -> {
                            boolean hit = ofLoop.test(request);
                            synchronized (left) {
                                left[0] -= hit ? 1 : 0;
                            }
                            return hit;
                        },
                        reply);
        Await.until("the requests", () -> {
            synchronized (left) {
                return left[0] <= 0;
            }
        });
    }
}
