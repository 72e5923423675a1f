package io.github.jdatasks;

/** One of the library's own schedules: a value, of which two equal ones are the same. */
interface OwnSchedule extends Schedule {}
