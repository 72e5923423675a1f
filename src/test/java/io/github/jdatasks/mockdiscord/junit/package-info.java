/**
 * The mock Discord for JUnit: {@link io.github.jdatasks.mockdiscord.junit.MockBot} starts one for each test, with a bot that
 * has logged in to it.
 */
@NullMarked
package io.github.jdatasks.mockdiscord.junit;

import org.jspecify.annotations.NullMarked;
