# What must hold of the source before anything is tested. All of it is looked at, then the sum is said.
verb_check() {
    local problems=0
    need_dotnet
    need_native
    mkdir -p "$RESULTS" "$LOGS"
    part "Format" check_format || problems=$((problems + 1))
    part "Words that say that something is not finished" check_words || problems=$((problems + 1))
    part "Compile, warnings are errors" dotnet build q.slnx "${DOTNET_QUIET[@]}" || problems=$((problems + 1))
    part "Sizes and layering" check_repository || problems=$((problems + 1))
    # In a shell of its own: die must not end the sum.
    part "Trim and AOT analysis, size of the file" run_publish || problems=$((problems + 1))
    [ "$problems" -eq 0 ] || { result "check: $problems parts failed"; return 1; }
    result "check: all is well"
}

part() {
    say "$1"
    shift
    "$@" || { echo "FAILED"; return 1; }
}

run_publish() { (publish_static); }

check_format() {
    local folder bad=0
    for folder in src tests bench; do
        dotnet format whitespace "$folder" --folder --verify-no-changes || bad=1
    done
    [ "$bad" -eq 0 ] || echo "./build.sh fmt puts it right"
    return "$bad"
}

check_words() {
    # The words are put together here, so that this file does not find itself.
    # The offline provider is asked to search for such words, and its tests ask.
    local words="TO""DO|FIX""ME|HA""CK|XX""X|Not""ImplementedException"
    ! git grep -nEw "$words" -- ':!*Offline*' src tests bench eng build.sh docs '*.md' '*.props' ':!*.golden*'
}

check_repository() {
    local code=0
    run_tests repository artifacts/bin/q.Tests/debug/q.Tests --treenode-filter '/*/Q.Tests.SourceTree/*/*' || code=1
    [ "$FAILED" -eq 0 ] && [ ${#BROKEN[@]} -eq 0 ] && [ "$PASSED" -gt 0 ] && [ "$code" -eq 0 ]
}
