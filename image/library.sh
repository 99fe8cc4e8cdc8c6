# shellcheck shell=sh
# What the scripts of this folder and of release/ share: what the image is called and made for.
. "$project/tools/library.sh"

image_repository=ghcr.io/kube-ingress-dash/kube-ingress-dash
target_folder=${CARGO_TARGET_DIR:-$project/target}

# The name that container engines have for the architecture of this machine.
machine_architecture() {
  case $(uname -m) in
  x86_64) echo amd64 ;;
  aarch64 | arm64) echo arm64 ;;
  *) fail "the image is made for amd64 and arm64, and this machine is $(uname -m)" ;;
  esac
}

# The version of the workspace.
program_version() {
  package=$(cd "$project" && cargo pkgid --package kube-ingress-dash-api) || fail "cargo cannot read Cargo.toml"
  echo "${package##*@}"
}

# The commit that is checked out, with -dirty behind it if files differ.
source_revision() {
  git -C "$project" describe --always --dirty --exclude '*' --abbrev=40 2>/dev/null || echo unknown
}

# The seconds since 1970 that stand for the time of the build, so that the same sources give the same image.
source_epoch() {
  if [ -n "${SOURCE_DATE_EPOCH:-}" ]; then
    echo "$SOURCE_DATE_EPOCH"
  else
    git -C "$project" log -1 --format=%ct 2>/dev/null ||
      fail "this is no git checkout: set SOURCE_DATE_EPOCH to the seconds since 1970 of the sources"
  fi
}
