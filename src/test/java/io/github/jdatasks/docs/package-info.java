/** Tests of what the project's files and pages say, and of the public API's listing. */
@NullMarked
package io.github.jdatasks.docs;

import org.jspecify.annotations.NullMarked;
