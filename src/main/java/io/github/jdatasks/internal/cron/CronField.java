package io.github.jdatasks.internal.cron;

/** A field of a cron expression: its values and their names. */
enum CronField {
    SECOND("a second", 0, 59, ""),
    MINUTE("a minute", 0, 59, ""),
    HOUR("an hour", 0, 23, ""),
    DAY_OF_MONTH("a day of the month", 1, 31, ""),
    MONTH("a month", 1, 12, "JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC"),
    /** Sunday is 0 and 7. */
    DAY_OF_WEEK("a day of the week", 0, 7, "SUN MON TUE WED THU FRI SAT");

    /** What a message calls a value of this field, with its article. */
    final String label;

    final int min;
    final int max;
    private final String names;

    CronField(String label, int min, int max, String names) {
        this.label = label;
        this.min = min;
        this.max = max;
        this.names = names;
    }

    /** Returns the last value of a star, which counts Sunday once. */
    int last() {
        return this == DAY_OF_WEEK ? 6 : max;
    }

    /** Returns how many values there are before they begin again. */
    int size() {
        return last() - min + 1;
    }

    /** Returns the bit of a value; one that is too large has gone round the end of the field. */
    long bit(int value) {
        return 1L << (min + (value - min) % size());
    }

    boolean isDay() {
        return this == DAY_OF_MONTH || this == DAY_OF_WEEK;
    }

    /** Returns the value with this name, in upper case; less than {@link #min} if there is none. */
    int named(String name) {
        int index = name.length() == 3 ? names.indexOf(name) : -1;
        return index < 0 ? min - 1 : index / 4 + min;
    }

    /** Returns what a message advises instead of a wrong value. */
    String advice() {
        return "write " + min + " to " + max
                + switch (this) {
                    case DAY_OF_MONTH -> ", L, LW or 15W";
                    case MONTH -> " or JAN to DEC";
                    case DAY_OF_WEEK -> " (0 and 7 are Sunday), SUN to SAT, FRIL or MON#2";
                    default -> "";
                };
    }
}
