# What every verb uses: how it speaks, where it keeps things.
export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
# Build servers would outlive the verb and hold memory on small machines.
export MSBUILDDISABLENODEREUSE=1
DOTNET_QUIET=(-v q -nologo -p:UseSharedCompilation=false)
BUILD_CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/q-build
LOGS=artifacts/logs
SECONDS=0

say() { printf '\n== %s\n' "$*"; }
result() { printf '%s (%d s)\n' "$*" "$SECONDS"; }
die() {
    printf 'build.sh: %s\n' "$*" >&2
    exit 1
}
