# The native file. Each way of linking has an artifacts folder of its own: the linker step does not notice changed properties.
SIZE_LIMIT_KB=18000

verb_aot() {
    local hardened= system=
    for option in "$@"; do
        case $option in
            --hardened) hardened=1 ;;
            --system-sqlite) system=1 ;;
            *) die "aot takes --hardened and --system-sqlite, not '$option'." ;;
        esac
    done
    if [ -n "$hardened" ]; then publish_hardened "$system"; else publish_static "$system"; fi
}

# publish_static [system]
publish_static() {
    if [ -n "${1:-}" ]; then
        publish static-system system q -p:SystemSqlite=true
    else
        publish static plain q
    fi
}

publish_hardened() {
    if [ -n "${1:-}" ]; then
        publish hardened-system system q-hardened -p:Hardened=true -p:SystemSqlite=true
    else
        publish hardened pic q-hardened -p:Hardened=true
    fi
}

# publish VARIANT SQLITE NAME PROPERTY…: out/NAME, and its symbols beside it as out/NAME.dbg.
publish() {
    local variant=$1 sqlite=$2 name=$3 archive lean
    shift 3
    need_dotnet
    need_native
    archive= lean=
    if [ "$(uname -s)" = Linux ]; then
        archive=$(sqlite_archive "$sqlite") || exit 1
        lean=$(lean_archives) || exit 1
    fi
    prepare_shim "artifacts/$variant"
    say "Publishing out/$name ($variant)."
    dotnet publish src/q -c Release "${DOTNET_QUIET[@]}" --artifacts-path "artifacts/$variant" -o "artifacts/$variant/out" \
        ${archive:+-p:SqliteArchive="$archive"} ${lean:+-p:LeanArchives="$lean"} "$@" || die "out/$name was not published."
    mkdir -p out
    place "artifacts/$variant/out/q" "out/$name"
    [ ! -f "artifacts/$variant/out/q.dbg" ] || place "artifacts/$variant/out/q.dbg" "out/$name.dbg"
    check_file "out/$name" "$variant"
}

# A running q keeps its file: the new one takes the name, it does not overwrite.
place() {
    cmp -s "$1" "$2" || { cp "$1" "$2.new" && mv "$2.new" "$2"; }
}

# The SDK compiles the TLS shim itself, without any flags: with these the linker leaves out what nothing calls, of it and of OpenSSL.
# A person's own flags stand before them.
SHIM_FLAGS="${CFLAGS:+$CFLAGS }-Os -DNDEBUG -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables"

# The shim keeps absolute paths and flags in its CMake cache; a checkout that was moved must forget them.
prepare_shim() {
    local stamp=$1/checkout made="$PWD $SHIM_FLAGS"
    export CFLAGS=$SHIM_FLAGS
    if [ -f "$stamp" ] && [ "$(cat "$stamp")" != "$made" ]; then rm -rf "$1/obj"; fi
    mkdir -p "$1"
    echo "$made" >"$stamp"
}

check_file() {
    local file=$1 variant=$2 bytes kind
    bytes=$(stat -c %s "$file" 2>/dev/null || stat -f %z "$file")
    kind=$(file -b "$file")
    # A distribution's SQLite has parts that ours leaves out: its size is not q's.
    if [[ $variant != *-system ]] && [ "$bytes" -gt $((SIZE_LIMIT_KB * 1000)) ]; then
        die "$file has $bytes bytes, the limit is $SIZE_LIMIT_KB kB; artifacts/$variant/obj holds the mstat file that says what grew."
    fi
    if [ "$(uname -s)" = Linux ]; then
        case $variant:$kind in
            *'not stripped'*) die "$file is not stripped: $kind" ;;
            static*:*'statically linked'*stripped*) ;;
            hardened*:*'pie executable'*'dynamically linked'*stripped*) ;;
            *) die "$file is not what '$variant' means: $kind" ;;
        esac
    fi
    result "$file: $((bytes / 1000)) kB of at most $SIZE_LIMIT_KB$([[ $variant != *-system ]] || echo ' with our SQLite'), $variant, $("$file" --version)"
}
