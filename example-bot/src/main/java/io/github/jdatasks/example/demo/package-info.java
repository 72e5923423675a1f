/** The demonstration: a mock Discord that misbehaves, and a timeline of what the bot then does. Not part of the bot. */
package io.github.jdatasks.example.demo;
