package io.github.jdatasks.internal.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import net.dv8tion.jda.api.interactions.Interaction;
import org.junit.jupiter.api.Test;

class PanelAccessTest {
    @Test
    void outside_of_guilds_no_one_may_use_it() {
        PanelAccess access = new PanelAccess();
        access.allow(member -> true);
        assertThat(access.allows(mock(Interaction.class))).isFalse(); // it has no member
    }
}
