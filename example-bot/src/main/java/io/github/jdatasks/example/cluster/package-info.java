/** Several processes with the same durable loops on one database, and what becomes of the ticks when one is killed. */
package io.github.jdatasks.example.cluster;
