# The benches: whole processes and native parts by bench/q.Probe, parts under the JIT by BenchmarkDotNet.
BENCH_NEEDS='
tmux                   tmux          a peer of sessions and keys
screen                 screen        a peer of sessions
curl                   curl          the peer of one answer
'

# verb_bench [filter]: the name of a bench (version, headless, start, keys, idle, tools, switch, parts) or a part's.
verb_bench() {
    need_dotnet
    install_missing "$BENCH_NEEDS"
    publish_static
    publish_hardened
    publish_hello default false
    publish_hello invariant true
    publish_probe
    say "Whole processes and native parts, each beside its budget."
    quietly artifacts/probe/out/q.Probe "$PWD" "$@" | tee "$(bench_log)"
    say "Parts under the JIT."
    dotnet run --project bench/q.Bench -c Release -v q -- "$@" >"$(bench_log)-jit" || die "the parts under the JIT failed, see $(bench_log)-jit"
    sed -n '/^| /p' "$(bench_log)-jit"
    result "results in bench/results"
}

# The order in which the compiler lays methods. Worth writing again when the way to the prompt has changed.
verb_order() {
    need_dotnet
    publish_static
    say "Tracing starts of out/q."
    dotnet build bench/q.Probe "${DOTNET_QUIET[@]}"
    mkdir -p artifacts/order
    nm -n out/q.dbg >artifacts/order/symbols
    artifacts/bin/q.Probe/debug/q.Probe "$PWD" order artifacts/order/symbols
    publish_static
    result "src/q/start.order is written, and out/q laid out by it"
}

# Ahead of all other work of the machine, where that is allowed: peers are measured the same way. Not with real-time priority: a
# terminal's bytes are carried by the kernel's ordinary workers, which would wait until every thread of the measured program sleeps.
quietly() {
    if [ -z "$(nice -n -19 true 2>&1)" ]; then nice -n -19 "$@"; else "$@"; fi
}

bench_log() {
    mkdir -p "$LOGS"
    echo "$LOGS/bench"
}

# The peers of `q --version`: a hello world of the same SDK, with its own settings and without cultures.
publish_hello() {
    say "Publishing the hello world, InvariantGlobalization=$2."
    dotnet publish bench/hello -c Release "${DOTNET_QUIET[@]}" -p:InvariantGlobalization="$2" --artifacts-path "artifacts/hello-$1" \
        -o "artifacts/bench/hello/$1" || die "the hello world was not published."
}

publish_probe() {
    local archive=
    say "Publishing bench/q.Probe natively."
    if [ "$(uname -s)" = Linux ]; then archive=$(sqlite_archive plain) || exit 1; fi
    prepare_shim artifacts/probe
    dotnet publish bench/q.Probe -c Release -p:Native=true "${DOTNET_QUIET[@]}" --artifacts-path artifacts/probe \
        -o artifacts/probe/out ${archive:+-p:SqliteArchive="$archive"} || die "q.Probe was not published."
}
