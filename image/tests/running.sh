#!/bin/sh
# Runs the image's program as a kubelet would, in namespaces of its own that image/test has made: image/tests/running.sh
# ROOT USER SCRATCH, with the files of the image in ROOT and an empty folder for logs. The root cannot be written to, the
# user is the image's, and of a system there is only what runtimes lay into each container, and a kubeconfig.
# shellcheck source-path=SCRIPTDIR
set -eu
tests=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
root=$1
user=$2
scratch=$3
names=
program=
# The mounts end with their namespace.
trap 'kill $program $names 2>/dev/null || true' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

. "$tests/../../tools/checks.sh"

# Runtimes make the places of what they mount.
laid=$root/etc
mkdir -p "$laid/kube"
cat >"$laid/resolv.conf" <<END
nameserver 127.0.0.1
END
cat >"$laid/hosts" <<END
127.0.0.1 localhost alias.example.test
END
for server in api alias; do
  cat >"$laid/kube/$server" <<END
apiVersion: v1
kind: Config
current-context: only
contexts: [{ name: only, context: { cluster: only } }]
clusters: [{ name: only, cluster: { server: 'http://$server.example.test:6443' } }]
END
done
mkdir "$root/dev" "$scratch/root"
for device in null random urandom; do
  touch "$root/dev/$device"
done
mount --bind "$root" "$scratch/root"
mount -o remount,bind,ro "$scratch/root"
for device in null random urandom; do
  mount --bind "/dev/$device" "$scratch/root/dev/$device"
done

touch "$scratch/names"
python3 "$tests/names.py" "$scratch/names" >"$scratch/names.log" 2>&1 &
names=$!
eventually grep --quiet ready "$scratch/names.log" || exit 1

# start ARGUMENT...: the program with the environment of the image, on the ports of the image.
start() {
  setpriv --no-new-privs env -i PATH="$PATH" KUBE_INGRESS_DASH_LISTEN='[::]:8080' \
    chroot --userspec="$user" "$scratch/root" /kube-ingress-dash "$@" >"$scratch/log" 2>&1 &
  program=$!
}

# stop: ends the program as a kubelet does.
stop() {
  kill -TERM "$program"
  ended=0
  wait "$program" || ended=$?
}

get() {
  curl --silent --show-error --fail --max-time 10 "http://127.0.0.1:8080$1"
}

# gets PATH TEXT: what is at the path contains the text.
gets() {
  get "$1" | grep --quiet --fixed-strings "$2"
}

is_not_root() {
  [ "$(stat --format %u:%g "/proc/$program")" = "$user" ]
}

page_is_whole() {
  script=$(get / | grep --only-matching '[A-Za-z0-9_-]*_bg\.wasm' | head -n 1)
  [ -n "$script" ] && [ "$(get "/$script" | head -c 4 | od -An -tx1 | tr -d ' ')" = 0061736d ]
}

# asks_for NAME: the program has asked the API server of this name.
asks_for() {
  eventually grep --quiet --fixed-strings "$1:6443" "$scratch/names" || {
    cat "$scratch/log"
    return 1
  }
}

start demo
check 'demo answers for its health' eventually gets /api/health '"status"'
[ "$failed" = 0 ] || {
  cat "$scratch/log"
  exit 1
}
check 'demo runs as the user of the image' is_not_root
check 'the page is served with its WebAssembly' page_is_whole
check 'the list has Ingresses' eventually gets /api/ingresses.csv https
check 'it is reached by IPv6 as well' curl --silent --fail --max-time 10 --output /dev/null 'http://[::1]:8080/api/health'
stop
check 'it ends in order' [ "$ended" = 0 ]

start serve --kubeconfig /etc/kube/api
check 'a name that DNS knows is found' asks_for api.example.test
stop

start serve --kubeconfig /etc/kube/alias
check 'a name of /etc/hosts is found' asks_for alias.example.test
stop
program=

finish running
