# The recipes of kube-ingress-dash. ./just lists them; each brings the tools that it needs (see tools/).

set positional-arguments

target := env("CARGO_TARGET_DIR", justfile_directory() / "target")
binary := target / "release/kube-ingress-dash"
just := quote(just_executable())

# List the recipes
@default:
    {{ just }} --justfile {{ quote(justfile()) }} --list --unsorted

# Serve http://127.0.0.1:8080 on a simulated cluster, as in `./just demo --demo-ingresses 100000`
[group('run')]
demo *arguments: build
    @exec {{ quote(binary) }} demo "$@"

# Serve the page with hot reload on http://127.0.0.1:8081, with the API of whatever serves port 8080, else of a demo
[group('run')]
dev *arguments:
    #!/bin/sh
    set -eu
    running=
    # The shell hears of a signal at once only while it waits for what runs in the background.
    trap 'kill $running 2>/dev/null || true' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    if ! curl --silent --output /dev/null --max-time 5 'http://127.0.0.1:8080/api/health?probe=liveness'; then
      echo 'Nothing answers on port 8080: building and starting a demo there (2 minutes the first time)...'
      cargo build --package kube-ingress-dash-api
      {{ quote(target / "debug/kube-ingress-dash") }} demo &
      running=$!
    fi
    # A folder of its own, since dist/ is what the server embeds.
    mkdir -p {{ quote(target / "dev-client") }}
    tools/wasm-environment trunk serve --dist {{ quote(target / "dev-client") }} "$@" &
    running="$running $!"
    wait $!

# Run a real etcd and kube-apiserver on loopback until Ctrl-C, and print their kubeconfig
[group('run')]
cluster *arguments:
    #!/bin/sh
    set -eu
    control_plane=$(tools/control-plane)
    exec "$control_plane" up --terminal --controller-manager "$@"

# Build the page and the release binary, target/release/kube-ingress-dash
[group('build')]
build: client
    @echo 'Building the release binary (4 minutes the first time)...'
    cargo build --release --package kube-ingress-dash-api

# Build the page into dist/, unless its sources are older than it
[group('build')]
client:
    #!/bin/sh
    set -eu
    # dist/ may also hold a development build: the stamp tells which build was the last of this recipe.
    stamp={{ quote(target / "client.stamp") }}
    sources='frontend crates/model crates/insight Trunk.toml Cargo.toml Cargo.lock'
    if [ -f "$stamp" ] && [ -f dist/index.html ] && [ "$(cat "$stamp")" = "$(cksum <dist/index.html)" ] &&
      [ -z "$(find $sources -type f -newer "$stamp" | head -n 1)" ]; then
      exit
    fi
    echo 'Building the page (4 minutes the first time)...'
    mkdir -p {{ quote(target) }}
    touch "$stamp.started"
    tools/wasm-environment trunk build --release --cargo-profile wasm-release
    cksum <dist/index.html >"$stamp"
    # A source that changed during the build is newer than the stamp.
    touch -r "$stamp.started" "$stamp"
    rm "$stamp.started"

# Check formatting, clippy's lints, licences, the chart and the scripts
[group('check')]
lint: lint-rust lint-dependencies lint-chart lint-scripts

# Check formatting and clippy's lints, for the host and for wasm32
[group('check')]
lint-rust:
    #!/bin/sh
    set -eu
    cargo fmt --all --check
    cargo clippy --workspace --exclude kube-ingress-dash-frontend --all-targets --all-features -- --deny warnings
    cargo clippy --package kube-ingress-dash-frontend --all-targets -- --deny warnings
    debian_rust=$(tools/wasm-standard-library)
    # Clippy of one Rust cannot check with the standard library of another.
    if [ -z "$debian_rust" ]; then
      tools/wasm-environment cargo clippy --package kube-ingress-dash-frontend --target wasm32-unknown-unknown -- \
        --deny warnings
    fi

# Check the licences and sources of all dependencies
[group('check')]
lint-dependencies:
    #!/bin/sh
    set -eu
    cargo_deny=$(tools/cargo-deny)
    "$cargo_deny" check licenses bans sources

# Check the form of the chart, and its alerts against times that were made up
[group('check')]
lint-chart:
    #!/bin/sh
    set -eu
    helm=$(tools/helm)
    "$helm" lint --strict --quiet helm/kube-ingress-dash
    promtool=$(tools/promtool)
    "$promtool" test rules helm/tests/alerts.yaml

# Check the shell scripts, the Go and the TypeScript of the tests
[group('check')]
lint-scripts:
    #!/bin/sh
    set -eu
    unformatted=$(gofmt -l e2e/control-plane)
    [ -z "$unformatted" ] || { echo "gofmt would change $unformatted"; exit 1; }
    commands=$(tools/e2e-packages)
    (cd e2e && "$commands/tsc" --noEmit)
    shellcheck=$(tools/shellcheck)
    "$shellcheck" --external-sources --source-path=SCRIPTDIR just tools/* helm/test .ci/run \
      image/build image/program image/test image/tests/running.sh release/check release/bill-of-materials

# Run everything that CI runs
[group('test')]
test:
    #!/bin/sh
    set -eu
    passed=0
    failed=0
    summary=
    for part in lint test-unit test-api test-proxies test-redis test-wasm test-control-plane test-cluster test-chart test-e2e test-image; do
      printf '\n=== %s\n' "$part"
      start=$(date +%s)
      if {{ just }} --justfile {{ quote(justfile()) }} "$part"; then
        passed=$((passed + 1))
        result=passed
      else
        failed=$((failed + 1))
        result=FAILED
      fi
      summary="$summary$(printf '\n%-20s %s %5d s' "$part" "$result" $(($(date +%s) - start)))"
    done
    printf '\n=== summary%s\nparts: %d passed, %d failed\n' "$summary" "$passed" "$failed"
    [ "$failed" = 0 ]

# Run the tests of all crates, without a cluster or a browser
[group('test')]
test-unit:
    #!/bin/sh
    set -eu
    # Most of them wait for something and need no processor of their own.
    RUST_TEST_THREADS=${RUST_TEST_THREADS:-16} cargo test --workspace --exclude kube-ingress-dash-frontend
    cargo test --package kube-ingress-dash-frontend

# Hold the service against its OpenAPI document, with requests that are made up from it
[group('test')]
test-api:
    #!/bin/sh
    set -eu
    schemathesis=$(tools/schemathesis)
    cargo build --package kube-ingress-dash-api
    log=$(mktemp)
    {{ quote(target / "debug/kube-ingress-dash") }} demo --listen 127.0.0.1:0 --demo-ingresses 50 --rate-limit 0 >"$log" 2>&1 &
    running=$!
    trap 'kill $running 2>/dev/null || true; rm -f "$log"' EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    url=
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      sleep 1
      url=$(sed -n 's|.*"serving \(http://[^"]*/\)".*|\1|p' "$log")
      [ -z "$url" ] || break
    done
    [ -n "$url" ] || { cat "$log"; exit 1; }
    "$schemathesis" --config-file crates/api/tests/schemathesis.toml run "${url}api/openapi.json"

# Hold the shared cache and the warm start against a real Redis
[group('test')]
test-redis:
    #!/bin/sh
    set -eu
    KUBE_INGRESS_DASH_REDIS_SERVER=$(tools/redis-server)
    export KUBE_INGRESS_DASH_REDIS_SERVER
    cargo test --package kube-ingress-dash-core --features redis-server --test real_redis
    cargo test --package kube-ingress-dash-api --features redis-server --test resilience real_redis

# Hold what answers a URL, and the live stream, against a real NGINX and a real HAProxy, as in `./just test-proxies 10000`
[group('test')]
test-proxies pairs="2000":
    #!/bin/sh
    set -eu
    KUBE_INGRESS_DASH_NGINX=$(tools/nginx)
    KUBE_INGRESS_DASH_HAPROXY=$(tools/haproxy)
    KUBE_INGRESS_DASH_PAIRS=$1
    export KUBE_INGRESS_DASH_NGINX KUBE_INGRESS_DASH_HAPROXY KUBE_INGRESS_DASH_PAIRS
    cargo test --package kube-ingress-dash-insight --features proxies --test proxies -- --nocapture
    cargo test --package kube-ingress-dash-api --features proxies --test resilience proxies

# Check that the shared types and the page compile for the browser
[group('test')]
test-wasm:
    tools/wasm-environment cargo check --package kube-ingress-dash-model --package kube-ingress-dash-frontend \
      --target wasm32-unknown-unknown

# Test the program that runs the real control plane
[group('test')]
test-control-plane:
    #!/bin/sh
    set -eu
    # Shares its build with the program itself.
    tools/control-plane >/dev/null
    cd e2e/control-plane
    # Vetting all of Kubernetes takes longer than everything else together.
    CGO_ENABLED=0 go test -vet=off .

# Hold the watcher and the service against a real etcd and kube-apiserver
[group('test')]
test-cluster:
    #!/bin/sh
    set -eu
    KUBE_INGRESS_DASH_CONTROL_PLANE=$(tools/control-plane)
    export KUBE_INGRESS_DASH_CONTROL_PLANE
    cargo test --package kube-ingress-dash-watcher --features control-plane --test real_api_server
    cargo test --package kube-ingress-dash-api --features control-plane --test resilience real_api_server
    cargo test --package kube-ingress-dash-api --features control-plane --test convergence real_api_server

# Look for inputs that break what a file of fuzz/src holds, until Ctrl-C, as in `./just fuzz watch -max_total_time=600`
[group('test')]
fuzz name *arguments:
    #!/bin/sh
    set -eu
    cargo_fuzz=$(tools/cargo-fuzz)
    name=$1
    shift
    # Inputs that reach something new go to the first folder, which is nobody else's.
    mkdir -p "fuzz/found/$name"
    # The compiler has sanitizers, but only a nightly one admits it.
    RUSTC_BOOTSTRAP=1
    export RUSTC_BOOTSTRAP
    exec "$cargo_fuzz" run --fuzz-dir fuzz "$name" "fuzz/found/$name" "fuzz/corpus/$name" -- "$@"

# Test the chart, and the program with the rights that it gives, against a real API server
[group('test')]
test-chart:
    #!/bin/sh
    set -eu
    HELM=$(tools/helm)
    KUBE_INGRESS_DASH_BINARY={{ quote(target / "debug/kube-ingress-dash") }}
    export HELM KUBE_INGRESS_DASH_BINARY
    cargo build --package kube-ingress-dash-api
    control_plane=$(tools/control-plane)
    "$control_plane" run helm/test

# Test the program in a real browser, as in `./just test-e2e demo/search.spec.ts --headed`
[group('test')]
test-e2e *arguments: build
    #!/bin/sh
    set -eu
    KUBE_INGRESS_DASH_BINARY={{ quote(binary) }}
    KUBE_INGRESS_DASH_CONTROL_PLANE=$(tools/control-plane)
    KUBE_INGRESS_DASH_HELM=$(tools/helm)
    KUBE_INGRESS_DASH_CHROMIUM=$(tools/chromium)
    export KUBE_INGRESS_DASH_BINARY KUBE_INGRESS_DASH_CONTROL_PLANE KUBE_INGRESS_DASH_HELM KUBE_INGRESS_DASH_CHROMIUM
    commands=$(tools/e2e-packages)
    cd e2e
    "$commands/playwright" test "$@"

# Test the image: what it is made of, and the program in it as a cluster runs it
[group('test')]
test-image: client
    image/test

# Measure the release program against its targets and print one table, as in `./just bench --only memory`
[group('bench')]
bench *arguments: build
    #!/bin/sh
    set -eu
    KUBE_INGRESS_DASH_CONTROL_PLANE=$(tools/control-plane)
    export KUBE_INGRESS_DASH_CONTROL_PLANE
    cargo build --release --package kube-ingress-dash-bench
    {{ quote(target / "release/kube-ingress-dash-bench") }} table --program {{ quote(binary) }} "$@"
    # What was asked for in particular is all that is measured.
    if [ $# -eq 0 ]; then
      cargo bench --package kube-ingress-dash-core --package kube-ingress-dash-model \
        --package kube-ingress-dash-insight
      {{ just }} --justfile {{ quote(justfile()) }} bench-page
    fi

# Measure the page against its targets in a real browser and print one table, as in `./just bench-page scrolling`
[group('bench')]
bench-page *arguments: build
    #!/bin/sh
    set -eu
    KUBE_INGRESS_DASH_BINARY={{ quote(binary) }}
    KUBE_INGRESS_DASH_CHROMIUM=$(tools/chromium)
    export KUBE_INGRESS_DASH_BINARY KUBE_INGRESS_DASH_CHROMIUM
    commands=$(tools/e2e-packages)
    cd e2e
    "$commands/playwright" test --config bench "$@"

# Run everything at once for 10 minutes, then 10 million events, as in `./just soak --duration 2m --seed 7`
[group('bench')]
soak *arguments: build
    #!/bin/sh
    set -eu
    KUBE_INGRESS_DASH_REDIS_SERVER=$(tools/redis-server)
    export KUBE_INGRESS_DASH_REDIS_SERVER
    cargo build --release --package kube-ingress-dash-bench
    {{ quote(target / "release/kube-ingress-dash-bench") }} soak --program {{ quote(binary) }} "$@"
    {{ quote(target / "release/kube-ingress-dash-bench") }} events

# Build the image with docker, podman or buildah, whichever is there, as in `./just image arm64`
[group('release')]
image *architecture: client
    image/build "$@"

# Make what a release consists of in dist-release/, and check that it fits together; nothing is published
[group('release')]
release-check: build
    release/check {{ quote(justfile_directory() / "dist-release") }}

# Draw the pictures of docs/pictures anew, in a real browser, as in `./just pictures --grep phone`
[group('document')]
pictures *arguments: build
    #!/bin/sh
    set -eu
    KUBE_INGRESS_DASH_BINARY={{ quote(binary) }}
    KUBE_INGRESS_DASH_CHROMIUM=$(tools/chromium)
    export KUBE_INGRESS_DASH_BINARY KUBE_INGRESS_DASH_CHROMIUM
    commands=$(tools/e2e-packages)
    cd e2e
    "$commands/playwright" test --config pictures "$@"
