# How many lines the unit tests reach: overall, and of the parts that must not break. `test` holds every one of these.
COVERAGE_LIMIT=${COVERAGE_LIMIT:-80}

# NAME | percent of lines | files under src/q, as a regular expression
COVERAGE_PARTS='
session directory | 90 | Sessions/SessionDirectory
coordinator | 85 | Sessions/(Coordinator|LiveSessions|PromptQueue|Session(Focus|Limit|Naming|Opening))
indicator | 70 | Screen/IndicatorView
names | 95 | Sessions/(NameMaker|NameShape|MessageReader|Word.*|PathWords|CamelCase|AsciiFold|LineKinds|SessionTypes|.*Words)
output | 90 | Output/.*
command parsing | 95 | (Commands/.*|Cli/(CommandLine|VerbArguments|VerbCall|ArgumentCheck))
'

# coverage: runs the unit tests, prints the figures, and fails when one is too low.
verb_coverage() {
    need_dotnet
    need_test
    mkdir -p "$RESULTS"
    say "Unit tests, with coverage."
    dotnet build tests/q.Tests "${DOTNET_QUIET[@]}"
    run_covered_tests ''
    check_coverage
    finish_tests
}

# run_covered_tests FILTER
run_covered_tests() {
    rm -f "$RESULTS/coverage.xml"
    run_tests unit artifacts/bin/q.Tests/debug/q.Tests $(with_filter "$1") \
        --coverage --coverage-output-format cobertura --coverage-output "$RESULTS/coverage.xml" \
        --coverage-settings "$PWD/eng/coverage.xml"
}

check_coverage() {
    local name least files rate
    say "Lines that unit tests reach, in percent."
    [ -s "$RESULTS/coverage.xml" ] || { broken "no coverage was written"; return 0; }
    while IFS='|' read -r name least files; do
        [ -n "$files" ] || continue
        read -r name <<<"$name"
        read -r files <<<"$files"
        rate=$(covered_lines "$files")
        printf '%-18s %5s  at least %s\n' "$name" "$rate" "${least// /}"
        if awk "BEGIN { exit !($rate < $least) }"; then broken "coverage of $name is $rate %, at least${least}% is asked for"; fi
    done <<<"$COVERAGE_PARTS
overall | $COVERAGE_LIMIT | .*"
}

# A line counts once, however many methods and instances it stands in. No line at all is 0: then a file has another name.
covered_lines() {
    FILES="src/q/($1)\\.cs\$" awk '
        /<class / { match($0, /filename="[^"]*"/); file = substr($0, RSTART + 10, RLENGTH - 11); wanted = file ~ ENVIRON["FILES"] }
        wanted && /<line / {
            match($0, / number="[0-9]+"/); line = file ":" substr($0, RSTART + 9, RLENGTH - 10)
            match($0, / hits="[0-9]+"/); hits = substr($0, RSTART + 7, RLENGTH - 8)
            if (!(line in seen)) { seen[line] = 1; all++ }
            if (hits > 0 && !(line in hit)) { hit[line] = 1; reached++ }
        }
        END { printf "%.1f", all ? reached * 100 / all : 0 }' "$RESULTS/coverage.xml"
}
