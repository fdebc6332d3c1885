# Runs "$@" until it ends, until a signal asks for its end, or until the other end of standard input closes. The last
# happens whatever way the starter goes, so that nothing it started outlives it.
trap : TERM INT
exec 3<&0 </dev/null
"$@" 3<&- &
program=$!
cat <&3 >/dev/null &
wait -n
kill -TERM "$program" 2>/dev/null
wait "$program"
