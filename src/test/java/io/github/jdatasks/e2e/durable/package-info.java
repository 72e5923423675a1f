/**
 * Durable loops in processes of their own: what the table keeps when these die, lose Discord or lose the database.
 */
@NullMarked
package io.github.jdatasks.e2e.durable;

import org.jspecify.annotations.NullMarked;
