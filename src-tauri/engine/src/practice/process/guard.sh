# Runs "$@" until it ends, until a signal arrives, or until the other end of standard input is closed. That happens
# however the parent process ends, so that nothing it started outlives it.
trap : TERM INT
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
cat <&3 >/dev/null &
wait -n
kill -TERM "$program" 2>/dev/null
wait "$program"
