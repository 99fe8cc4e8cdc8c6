# shellcheck shell=sh
# Runs the program as the chart would: with the environment of the Deployment and the token of its ServiceAccount.

url=

# Flags that name the files which a pod would have mounted.
mounted=

# start ARGUMENT...: starts the program of the release with these values.
start() {
  cp "$KUBECONFIG" "$scratch/kubeconfig"
  as_account config set-credentials account --token "$(kubectl create token "$account" --namespace dash)"
  as_account config set-context --current --user account --namespace dash
  variables=$(render --show-only templates/deployment.yaml "$@" | kubectl create --dry-run=client --filename - \
    --output jsonpath='{range .spec.template.spec.containers[0].env[*]}{.name}={.value} {end}')
  # What the program before said of itself is not said by this one.
  : >"$scratch/log"
  # shellcheck disable=SC2086 # each is a word
  env -i $variables "$KUBE_INGRESS_DASH_BINARY" serve --kubeconfig "$scratch/kubeconfig" $mounted \
    --listen 127.0.0.1:0 --metrics-listen 127.0.0.1:0 >"$scratch/log" 2>&1 &
  program=$!
  check "$scope: it starts" eventually serves
  url=$(address_of serving)
}

as_account() {
  kubectl --kubeconfig "$scratch/kubeconfig" "$@" >/dev/null
}

# address_of WORDS: the address that the log names after these words.
address_of() {
  sed -n "s|.*$1 \(http://127\.0\.0\.1:[0-9]*[^\"]*\)\".*|\1|p" "$scratch/log"
}

serves() {
  [ -n "$(address_of serving)" ] || {
    cat "$scratch/log"
    return 1
  }
}

# stop: ends the program, which drains and has no reason to complain.
stop() {
  kill "$program"
  if wait "$program"; then status=0; else status=$?; fi
  program=
  check "$scope: it ends in order" ended_in_order "$status"
}

ended_in_order() {
  [ "$1" = 0 ] && ! grep -E '"level":"ERROR"|panicked' "$scratch/log"
}

# answers STATUS PATH: the program answers the path with this status.
answers() {
  answers_to "$1" "$url$2"
}

# answers_to STATUS PATH CURL...: the program answers the path with this status to whoever asks in this manner.
answers_to() {
  wanted=$1
  path=$2
  shift 2
  status=$(curl --silent --show-error --max-time 15 --output "$scratch/answer" --write-out '%{http_code}' "$@" "$path")
  [ "$status" = "$wanted" ] || {
    echo "$path: $status"
    cat "$scratch/answer"
    return 1
  }
}

# shows_to TEXT PATH CURL...: the program's answer to whoever asks in this manner contains the text.
shows_to() {
  text=$1
  shift
  answers_to 200 "$@" && grep -F -- "$text" "$scratch/answer"
}

# hides_from TEXT PATH CURL...: the program's answer to whoever asks in this manner does not contain the text.
hides_from() {
  text=$1
  shift
  answers_to 200 "$@" && ! grep -F -- "$text" "$scratch/answer"
}

# tells PATH TEXT: the program answers the path with something that contains the text.
tells() {
  answers 200 "$1" && grep -F -- "$2" "$scratch/answer"
}

# withholds PATH TEXT: the program answers the path with something that does not contain the text.
withholds() {
  answers 200 "$1" && ! grep -F -- "$2" "$scratch/answer"
}

# state_is NAMESPACE STATE: the watch of a namespace, or of all as *, is in this state.
state_is() {
  tells api/ingresses "\"namespace\":\"$1\",\"state\":\"$2\""
}

# follows_changes: an Ingress that is created is shown, and one that is deleted is not.
follows_changes() {
  kubectl create ingress passing --namespace shop --rule 'passing.example.com/=web:80' || return 1
  eventually tells api/ingresses passing.example.com || return 1
  kubectl delete ingress passing --namespace shop || return 1
  eventually withholds api/ingresses passing.example.com
}

# knows_no_class: Ingresses are shown and followed, and nothing is known of a class that does not exist.
knows_no_class() {
  follows_changes && withholds api/ingresses class-unknown
}

# finds_namespace: a namespace that is created is followed.
finds_namespace() {
  kubectl create namespace late || return 1
  eventually state_is late live
  found=$?
  kubectl delete namespace late
  return "$found"
}

# misses_namespace: a namespace that is created is not followed when changes after it are already shown.
misses_namespace() {
  kubectl create namespace late || return 1
  follows_changes && follows_changes && ! state_is late live
  missed=$?
  kubectl delete namespace late
  return "$missed"
}

# answered_readiness: how often the API server has told somebody whether it is ready.
answered_readiness() {
  kubectl get --raw /metrics | awk '
    /^apiserver_request_total\{/ && /code="200"/ && /subresource="\/readyz"/ { sum += $NF }
    END { print sum + 0 }'
}

# hears_readiness: the answer to whether it is healthy is the API server's own.
hears_readiness() {
  before=$(answered_readiness)
  answers 200 api/health && [ "$(answered_readiness)" -gt "$before" ]
}

# guesses_readiness: it believes that the API server is well without having been told.
guesses_readiness() {
  before=$(answered_readiness)
  answers 200 api/health && [ "$(answered_readiness)" = "$before" ]
}
