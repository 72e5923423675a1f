package io.github.jdatasks.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import net.dv8tion.jda.api.JDAInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("e2e")
class JdaVersionTest {
    @Test
    void the_end_to_end_tests_run_on_the_JDA_that_the_build_was_asked_for() {
        assertThat(JDAInfo.VERSION).startsWith(System.getProperty("tests.jda.version"));
    }

    /** What the end-to-end tests do not come to would else be found by a bot. */
    @Test
    void whatever_the_library_uses_of_JDA_exists() {
        Set<AccessTarget> used = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.github.jdatasks")
                        .stream()
                        .flatMap(type -> type.getAccessesFromSelf().stream())
                        .map(JavaAccess::getTarget)
                        .filter(target -> isOfJda(target.getOwner()))
                        .collect(Collectors.toSet());

        assertThat(used)
                .hasSizeGreaterThan(20)
                .allSatisfy(target -> assertThat(target.resolveMember())
                        .as(target.getFullName())
                        .isPresent());
    }

    private static boolean isOfJda(JavaClass type) {
        return type.getPackageName().startsWith("net.dv8tion.jda");
    }
}
