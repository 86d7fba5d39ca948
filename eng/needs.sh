# What the verbs need of the machine. Names are Debian 12's; versions are whatever its stable release carries.

# command or file      package       why
NATIVE_NEEDS='
clang                  clang         links the native file
objcopy                binutils      takes the symbols out
cmake                  cmake         compiles the static TLS shim of .NET
file                   file          the publish asks it what an archive is
/usr/include/zlib.h    zlib1g-dev    the link names it
/usr/include/openssl/ssl.h libssl-dev TLS, linked in
npm                    npm           fetches the SQLite source
'
TEST_NEEDS='
tmux                   tmux          the terminal that the end-to-end tests look at
sqlite3                sqlite3       reads the database from outside
unshare                util-linux    the empty root folder
ps                     procps        who is a child of whom
zsh                    zsh           reads the completions made for it
fish                   fish          the same
node                   nodejs        runs the model server that others wrote
npm                    npm           fetches it
'

need_dotnet() {
    local wanted
    wanted=$(sed -n 's/.*"version": *"\([0-9]*\.[0-9]*\).*/\1/p' global.json)
    command -v dotnet >/dev/null || die "the .NET SDK $wanted is missing. Debian does not carry it: install it from Microsoft's package feed or its dotnet-install script, then try again."
    # global.json decides; this only makes its refusal readable.
    dotnet --version >/dev/null 2>&1 || die "global.json asks for .NET SDK $wanted.100 or a later feature band; found: $(cd / && dotnet --version 2>/dev/null || echo none)."
}

need_native() {
    if [ "$(uname -s)" = Linux ]; then install_missing "$NATIVE_NEEDS"; fi
}

# What single end-to-end tests need: without it they say that they were skipped.
WIRE_NEEDS='
/usr/sbin/sshd         openssh-server the far side of a connection
ssh                    openssh-client the near side
screen                 screen        a second multiplexer
mosh-server            mosh          a connection that comes back
'

need_test() {
    install_missing "$TEST_NEEDS"
    need_npm
    (install_missing "$WIRE_NEEDS") || echo "The tests that need one of these are skipped."
}

# Programs that nobody here wrote, into artifacts/npm: a model server and a terminal. Versions are pinned; none has dependencies.
NPM_NEEDS='@copilotkit/aimock@1.43.0 @xterm/headless@6.0.0 @xterm/addon-unicode11@0.9.0'
need_npm() {
    local folder=artifacts/npm packages
    [ "$(cat "$folder/installed" 2>/dev/null)" != "$NPM_NEEDS" ] || return 0
    read -ra packages <<<"$NPM_NEEDS"
    say "Installing $NPM_NEEDS."
    mkdir -p "$folder" "$LOGS"
    npm install --no-audit --no-fund --prefix "$folder" "${packages[@]}" >"$LOGS/npm.log" 2>&1 \
        || die "npm could not install $NPM_NEEDS, see $LOGS/npm.log"
    echo "$NPM_NEEDS" >"$folder/installed"
}

install_missing() {
    local probe package why missing=()
    while read -r probe package why; do
        [ -n "$probe" ] || continue
        case $probe in
            /*) [ -e "$probe" ] || missing+=("$package") ;;
            *) command -v "$probe" >/dev/null || missing+=("$package") ;;
        esac
    done <<<"$1"
    [ ${#missing[@]} -gt 0 ] || return 0
    if ! command -v apt-get >/dev/null; then
        die "please install what these Debian packages hold, then try again: ${missing[*]}"
    fi
    if [ "$(id -u)" -ne 0 ]; then
        die "please run: sudo apt-get install ${missing[*]}"
    fi
    say "Installing ${missing[*]}."
    mkdir -p "$LOGS"
    { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } \
        >"$LOGS/apt.log" 2>&1 || die "apt-get failed, see $LOGS/apt.log"
}
