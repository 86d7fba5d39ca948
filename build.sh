#!/usr/bin/env bash
# One verb for each job; bare, it lists them. What each needs and Debian has is installed by it; elsewhere it says what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
for part in common needs sqlite archives native coverage test check bench; do
    # shellcheck source=/dev/null
    . "eng/$part.sh"
done

list_verbs() {
    cat <<'LIST'
./build.sh VERB

  run [args]                          build out/q and start `q chat` with these arguments
  test [--long] [filter]              everything: unit, generator, the unit tests natively, end to end
  coverage                            the unit tests, and how many lines of each part they reach
  check                               format, warnings, sizes, layering, words, trim analysis
  build                               compile everything under the JIT
  aot [--hardened] [--system-sqlite]  out/q, one static file (hardened: out/q-hardened, dynamic and position-independent)
  e2e [name]                          the end-to-end tests, against out/q
  bench [filter]                      the benches, each figure beside its budget, to bench/results
  order                               trace starts of out/q, write src/q/start.order: what runs then lies side by side
  tour                                docs/tour.md and its recording, from the running program
  golden                              write the golden files again; read the difference before you commit it
  fmt                                 format the source
  install [prefix]                    out/q to PREFIX/bin (~/.local)
LIST
}

verb_build() {
    need_dotnet
    say "Compiling every project under the JIT."
    dotnet build q.slnx "${DOTNET_QUIET[@]}"
    result "built, without warnings"
}

verb_run() {
    publish_static >&2
    exec out/q chat "$@"
}

verb_tour() {
    export UPDATE_GOLDEN=1
    verb_e2e The_tour
}

verb_golden() {
    need_dotnet
    need_test
    publish_static
    say "Running the tests with UPDATE_GOLDEN=1: golden files are written, not compared."
    dotnet build q.slnx "${DOTNET_QUIET[@]}"
    UPDATE_GOLDEN=1 run_tests golden-unit artifacts/bin/q.Tests/debug/q.Tests || true
    UPDATE_GOLDEN=1 run_tests golden-generators artifacts/bin/q.Generators.Tests/debug/q.Generators.Tests || true
    UPDATE_GOLDEN=1 run_tests golden-e2e artifacts/bin/q.E2E/debug/q.E2E --treenode-filter '/*/*/WireTests/*' || true
    git --no-pager diff --stat -- '*.golden*' '*/golden/*' docs
    git ls-files --others --exclude-standard -- '*.golden*' '*/golden/*' docs | sed 's/^/ new: /'
    result "golden files written; read the difference before you commit it"
}

verb_fmt() {
    need_dotnet
    say "Formatting the source."
    for folder in src tests bench; do dotnet format whitespace "$folder" --folder; done
    git ls-files -z -- '*.cs' | xargs -0 -n 1 eng/wrap-comments
    result "formatted"
}

verb_install() {
    local prefix=${1:-$HOME/.local}
    publish_static
    say "Installing out/q to $prefix/bin."
    install -D -m 755 out/q "$prefix/bin/q"
    result "$("$prefix/bin/q" --version) in $prefix/bin/q"
}

verb=${1:-}
[ $# -eq 0 ] || shift
case $verb in
    '' | help | -h | --help) list_verbs ;;
    *)
        if [ "$(type -t "verb_$verb")" = function ]; then
            "verb_$verb" "$@"
        else
            echo "build.sh: there is no verb '$verb'." >&2
            list_verbs >&2
            exit 2
        fi
        ;;
esac
