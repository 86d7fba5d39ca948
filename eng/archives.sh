# The distribution's archives without unwind tables (0.6 MB): nothing is thrown or walked through C, and no thread of q is cancelled.

# lean_archives: prints a folder with libc.a, libssl.a and libcrypto.a, made once and kept in the build cache; nothing where one is not found.
lean_archives() {
    local name path key folder work
    local -a names=(libc libssl libcrypto) paths=()
    for name in "${names[@]}"; do
        path=$(${CC:-cc} -print-file-name="$name.a")
        [ -f "$path" ] || return 0
        paths+=("$path")
    done
    key=$(sha256sum "${paths[@]}" | sha256sum | cut -c1-16)
    folder=$BUILD_CACHE/archives-$key
    if [ ! -d "$folder" ]; then
        mkdir -p "$BUILD_CACHE"
        work=$(mktemp -d "$BUILD_CACHE/archives.XXXXXX")
        for path in "${paths[@]}"; do
            name=$(basename "$path")
            objcopy --remove-section .eh_frame --remove-section .rela.eh_frame "$path" "$work/$name" || die "objcopy could not copy $name."
        done
        mv -T "$work" "$folder" 2>/dev/null || rm -rf "$work" # whole or not there: two builds may run at once
    fi
    echo "$folder"
}
