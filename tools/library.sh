# shellcheck shell=sh
# What the scripts of this folder share. Each of them makes sure that one tool is there and prints the path of its
# executable (or of its folder): the one on the machine where its version fits, else one in a versioned folder of the
# user's cache, where a second checkout finds it again. Everything else that they have to say goes to stderr.

set -eu

project=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
tools_cache=${XDG_CACHE_HOME:-$HOME/.cache}/kube-ingress-dash/tools

say() {
  printf '%s\n' "$*" >&2
}

fail() {
  say "error: $*"
  exit 1
}

have() {
  command -v "$1" >/dev/null 2>&1
}

# version_at_least WANTED ACTUAL: compares two versions of up to three numbers.
version_at_least() {
  awk -v wanted="$1" -v actual="$2" 'BEGIN {
    split(wanted, w, "."); split(actual, a, ".")
    for (i = 1; i <= 3; i++) if (a[i] + 0 != w[i] + 0) exit !(a[i] + 0 > w[i] + 0)
  }'
}

# locked_version CRATE: the version in Cargo.lock.
locked_version() {
  awk -v name="\"$1\"" '$1 == "name" { found = $3 == name } found && $1 == "version" { gsub(/"/, "", $3); print $3; exit }' \
    "$project/Cargo.lock"
}

# install_once FOLDER NOTE COMMAND [ARGUMENT]...: unless the cache has FOLDER, says NOTE and runs COMMAND with the path
# of a fresh folder as its last argument, which becomes FOLDER only once the command has succeeded.
install_once() {
  installed=$tools_cache/$1
  [ -d "$installed" ] && return
  say "$2"
  shift 2
  mkdir -p "$tools_cache"
  staging=$(mktemp -d "$tools_cache/.staging.XXXXXX")
  chmod 755 "$staging"
  trap 'rm -rf "$staging" "$staging.log"' EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  if ! "$@" "$staging" >"$staging.log" 2>&1 </dev/null; then
    tail -n 40 "$staging.log" >&2
    fail "could not install $(basename "$installed")"
  fi
  # Another process may have been faster.
  [ -d "$installed" ] || mv "$staging" "$installed"
  rm -rf "$staging" "$staging.log"
  trap - EXIT HUP INT TERM
}

# cargo_install CRATE VERSION STAGING, and --locked or nothing in cargo_flags: builds a crate's binaries into STAGING/bin.
# These tools run for seconds: a cheap build of them is worth more than a fast one.
cargo_install() {
  # shellcheck disable=SC2086 # no flags are no word
  (cd "$3" && env -u RUSTFLAGS -u CARGO_BUILD_TARGET CARGO_TARGET_DIR="$3/.build" CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    cargo install "$1" --version "$2" --root "$3" ${cargo_flags-}) && rm -rf "$3/.build"
}

# npm_install PACKAGE@VERSION STAGING: installs a package's commands into STAGING/node_modules/.bin.
npm_install() {
  npm install --no-audit --no-fund --no-save --prefix "$2" "$1"
}

# apt_install NOTE PACKAGE...: installs Debian packages where this user may, and fails otherwise.
apt_install() {
  have apt-get || return 1
  say "$1"
  shift
  if [ "$(id -u)" = 0 ]; then
    as_root=
  elif have sudo && sudo -n true 2>/dev/null; then
    as_root='sudo -n'
  else
    say "No right to install packages; as an administrator: apt-get install $*"
    return 1
  fi
  apt_log=$(mktemp)
  # shellcheck disable=SC2086 # an empty as_root is no word
  if ! { $as_root apt-get update -qq &&
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@"; } \
    >"$apt_log" 2>&1 </dev/null; then
    tail -n 20 "$apt_log" >&2
    rm -f "$apt_log"
    return 1
  fi
  rm -f "$apt_log"
}
