"""Networks: functions that return functional `keras.Model`s; size is an argument."""
