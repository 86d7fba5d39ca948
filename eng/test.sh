# Everything that runs tests. Each run leaves a .trx file; the sums come from those, so that a run that did not happen cannot count.
RESULTS=$PWD/artifacts/results
PASSED=0 FAILED=0 BROKEN=()

verb_test() {
    local long= filter= unit generators native native_build
    for option in "$@"; do
        case $option in
            --long) long=1 ;;
            -*) die "test takes --long and a filter, not '$option'." ;;
            *) filter=$option ;;
        esac
    done
    [ -z "$long" ] || export Q_TEST_LONG=1
    need_dotnet
    need_native
    need_test
    rm -rf "$RESULTS"
    mkdir -p "$RESULTS" "$LOGS"
    say "Compiling the tests."
    dotnet build q.slnx "${DOTNET_QUIET[@]}"

    # The native tests take the longest to build; they do so while the others run.
    say "Publishing q.Tests natively, in the background (log: $LOGS/native-tests.log)."
    publish_native_tests >"$LOGS/native-tests.log" 2>&1 &
    native_build=$!

    say "Unit tests, with coverage."
    run_covered_tests "$filter"
    say "Generator tests."
    run_tests generators artifacts/bin/q.Generators.Tests/debug/q.Generators.Tests $(with_filter "$filter")

    say "Unit tests as a native program."
    if wait "$native_build"; then
        run_tests native artifacts/native-tests/out/q.Tests $(with_filter "$filter")
    else
        tail -20 "$LOGS/native-tests.log"
        broken "q.Tests does not publish natively"
    fi

    publish_static
    [ -z "$long" ] || unpack_other_root
    say "End to end, against out/q."
    run_tests e2e artifacts/bin/q.E2E/debug/q.E2E $(with_filter "$filter")
    [ -n "$filter" ] || check_coverage
    finish_tests
}

verb_e2e() {
    need_test
    publish_static
    rm -rf "$RESULTS"
    mkdir -p "$RESULTS" "$LOGS"
    say "End to end, against out/q."
    dotnet build tests/q.E2E "${DOTNET_QUIET[@]}"
    run_tests e2e artifacts/bin/q.E2E/debug/q.E2E $(with_filter "${1:-}")
    finish_tests
}

# The root folder of another system than this one, as far as Debian's archive has one: its stable release, unpacked and not installed.
unpack_other_root() {
    local root=$PWD/artifacts/other-root
    if [ ! -f "$root/etc/os-release" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        install_missing 'mmdebstrap mmdebstrap unpacks-another-system'
        say "Unpacking the root folder of Debian stable."
        rm -rf "$root"
        # A mirror may be a snapshot that is older than its lists allow; nothing of the root folder is kept.
        mmdebstrap --quiet --variant=extract --include=bash,coreutils --aptopt='Acquire::Check-Valid-Until "false"' \
            stable "$root.new" >"$LOGS/other-root.log" 2>&1 || {
            echo "It could not be had, see $LOGS/other-root.log: the test that runs in it is skipped."
            rm -rf "$root.new"
            return 0
        }
        mv "$root.new" "$root"
    fi
    [ ! -f "$root/etc/os-release" ] || export Q_OTHER_ROOT=$root
}

with_filter() { [ -z "$1" ] || printf -- '--treenode-filter /*/*/*/*%s*' "$1"; }

publish_native_tests() {
    local archive=
    if [ "$(uname -s)" = Linux ]; then archive=$(sqlite_archive plain) || return 1; fi
    prepare_shim artifacts/native-tests
    dotnet publish tests/q.Tests -c Release -p:Native=true "${DOTNET_QUIET[@]}" --artifacts-path artifacts/native-tests \
        -o artifacts/native-tests/out ${archive:+-p:SqliteArchive="$archive"}
}

# run_tests NAME PROGRAM ARGUMENT…: adds its counts to the sums.
run_tests() {
    local name=$1 program=$2 code=0
    shift 2
    mkdir -p "$RESULTS"
    set -f # a filter is full of stars
    Q_RUN_AGAIN=$RESULTS/$name.again "$program" "$@" --no-ansi --report-trx --report-trx-filename "$name.trx" --results-directory "$RESULTS" \
        </dev/null >"$RESULTS/$name.log" 2>&1 || code=$?
    set +f
    count "$name" "$code"
}

# Exit code 8 says that no test was found: with a filter that is right, without one it is a hole.
count() {
    local name=$1 code=$2 counters passed failed total
    counters=$(grep -o '<Counters [^>]*' "$RESULTS/$name.trx" 2>/dev/null || true)
    passed=$(attribute passed "$counters")
    failed=$(attribute failed "$counters")
    total=$(attribute total "$counters")
    PASSED=$((PASSED + passed)) FAILED=$((FAILED + failed))
    printf '%s: %d passed, %d failed, %d skipped\n' "$name" "$passed" "$failed" "$((total - passed - failed))"
    if [ "$failed" -gt 0 ]; then
        sed -n '/^failed /,/TUnit internals/p' "$RESULTS/$name.log" | head -100
    fi
    if [ -s "$RESULTS/$name.again" ]; then
        echo "$name: these failed once and were run again:"
        head -60 "$RESULTS/$name.again"
    fi
    if [ "$failed" -gt 0 ]; then
        :
    elif [ "$code" -eq 8 ]; then
        echo "$name has no test that was asked for."
    elif [ "$code" -ne 0 ]; then
        tail -20 "$RESULTS/$name.log"
        broken "$name ended with exit code $code"
    fi
}

attribute() {
    local value
    value=$(sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" <<<"$2")
    echo "${value:-0}"
}

broken() {
    echo "$1"
    BROKEN+=("$1")
}

# What broke without a failed test counts as one failure each: the last line must not lie.
finish_tests() {
    local reason
    [ "$PASSED" -gt 0 ] || [ "$FAILED" -gt 0 ] || broken "no test ran"
    for reason in "${BROKEN[@]}"; do printf 'not counted as a test: %s\n' "$reason"; done
    FAILED=$((FAILED + ${#BROKEN[@]}))
    result "reports in artifacts/results"
    printf '%d passed, %d failed\n' "$PASSED" "$FAILED"
    [ "$FAILED" -eq 0 ]
}
