# The distribution's OpenSSL archives without unwind tables: nothing is thrown or walked through C, and they are half a megabyte.

# lean_openssl: prints a folder with libssl.a and libcrypto.a, made once and kept in the build cache; nothing where they are not found.
lean_openssl() {
    local name archive key folder work
    archive=$(${CC:-cc} -print-file-name=libcrypto.a)
    [ -f "$archive" ] || return 0
    key=$(sha256sum "$archive" "$(${CC:-cc} -print-file-name=libssl.a)" | sha256sum | cut -c1-16)
    folder=$BUILD_CACHE/openssl-$key
    if [ ! -d "$folder" ]; then
        mkdir -p "$BUILD_CACHE"
        work=$(mktemp -d "$BUILD_CACHE/openssl.XXXXXX")
        for name in libssl libcrypto; do
            objcopy --remove-section .eh_frame --remove-section .rela.eh_frame "$(${CC:-cc} -print-file-name=$name.a)" "$work/$name.a" ||
                die "objcopy could not copy $name.a."
        done
        mv -T "$work" "$folder" 2>/dev/null || rm -rf "$work" # whole or not there: two builds may run at once
    fi
    echo "$folder"
}
