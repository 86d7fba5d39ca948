# SQLite from source, compiled once and kept in the build cache. Debian 12's own is 3.40.1; before 3.51.3 two connections that write and
# checkpoint a WAL database at once can corrupt it, and two q on one home do just that.
SQLITE_PACKAGE=better-sqlite3@12.11.1 # carries the amalgamation of SQLite 3.53.2
SQLITE_SHA256=ebf0ed75a7a59dbcb3b24bbd014ef49d9f15bc328e4adcbf516f2a8fadfa2835
SQLITE_OPTIONS=(-Os -DNDEBUG -DSQLITE_DQS=0 -DSQLITE_THREADSAFE=1 -DSQLITE_ENABLE_FTS5
    -DSQLITE_ENABLE_COLUMN_METADATA -DSQLITE_DEFAULT_MEMSTATUS=0
    # What Microsoft.Data.Sqlite and the statements of q never ask for.
    -DSQLITE_OMIT_JSON -DSQLITE_OMIT_DEPRECATED -DSQLITE_OMIT_SHARED_CACHE -DSQLITE_OMIT_PROGRESS_CALLBACK -DSQLITE_OMIT_TRACE
    -DSQLITE_OMIT_AUTHORIZATION -DSQLITE_OMIT_GET_TABLE -DSQLITE_OMIT_COMPILEOPTION_DIAGS
    -DSQLITE_OMIT_INTROSPECTION_PRAGMAS -DSQLITE_UNTESTABLE
    # What nothing calls is left out by the linker, and nothing is unwound through C: 0.13 MB, and no slower.
    -ffunction-sections -fdata-sections -fno-asynchronous-unwind-tables)

# sqlite_archive KIND: prints the path of the archive (plain, pic or system), made if it is not there.
sqlite_archive() {
    local kind=$1 code=-fno-pie key folder work
    if [ "$kind" = system ]; then
        install_missing '/usr/include/sqlite3.h libsqlite3-dev the-archive-to-link' >&2
        ${CC:-cc} -print-file-name=libsqlite3.a
        return
    fi
    [ "$kind" != pic ] || code=-fPIC
    key=$(printf '%s ' "$SQLITE_SHA256" "${SQLITE_OPTIONS[@]}" "$code" "$(uname -m)" | sha256sum | cut -c1-16)
    folder=$BUILD_CACHE/sqlite-$key
    if [ ! -f "$folder/libsqlite3.a" ]; then
        say "Compiling SQLite ($SQLITE_PACKAGE, $code): once, half a minute." >&2
        mkdir -p "$folder"
        work=$(mktemp -d "$folder/work.XXXXXX")
        (cd "$work" && npm pack --silent "$SQLITE_PACKAGE" >/dev/null 2>&1) || die "npm could not fetch $SQLITE_PACKAGE."
        echo "$SQLITE_SHA256  $(echo "$work"/*.tgz)" | sha256sum --check --quiet >&2 || die "$SQLITE_PACKAGE is not what it was: checksum differs."
        tar -xzf "$work"/*.tgz -C "$work" package/deps/sqlite3
        ${CC:-cc} "${SQLITE_OPTIONS[@]}" "$code" -c "$work/package/deps/sqlite3/sqlite3.c" -o "$work/sqlite3.o"
        ar rcs "$work/libsqlite3.a" "$work/sqlite3.o"
        mv "$work/libsqlite3.a" "$folder/libsqlite3.a" # whole or not there: two builds may run at once
        rm -rf "$work"
    fi
    echo "$folder/libsqlite3.a"
}
