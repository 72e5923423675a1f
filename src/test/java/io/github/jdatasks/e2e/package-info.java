/**
 * The library as its users run it: real JDA clients, logged in to a mock Discord over loopback sockets.
 */
@NullMarked
package io.github.jdatasks.e2e;

import org.jspecify.annotations.NullMarked;
