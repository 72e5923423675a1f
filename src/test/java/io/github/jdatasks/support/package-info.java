/** What tests share: a diary of a loop, an instance of JDA without a network, checks after every test. */
@NullMarked
package io.github.jdatasks.support;

import org.jspecify.annotations.NullMarked;
