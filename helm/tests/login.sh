# shellcheck shell=sh
# The program with the logins that the chart sets up: the door is closed to whoever is unknown, open to health and
# metrics, and rules show the rest their namespaces.

token=a-token-that-nobody-guesses
digest=$(printf %s "$token" | sha256sum | cut -d' ' -f1)
# The password is hunter2.
hash='$2y$04$27z7tcygB7KmgmF0e05PbuBHmIPofjhuA0zA9ouBTFnhUbn2ONAh2'
secret=$(openssl rand -hex 32)
printf 'alice:%s\ntoken:ci:sha256:%s:shop-team\n' "$hash" "$digest" >"$scratch/users"
printf '%s\n' "$secret" >"$scratch/proxy-secret"

closed() {
  check "$scope: it is healthy for whoever asks" answers 200 api/health
  check "$scope: it becomes ready" eventually answers 200 'api/health?probe=readiness'
  for path in '' api/ingresses api/ingresses.csv api/ingresses/stream api/config metrics; do
    check "$scope: \"$path\" is closed to whoever says nothing" answers 401 "$path"
  done
  check "$scope: helm test finds the list closed" tests_login api/ingresses
  check "$scope: helm test would find it open" tests_no_login api/health
  check "$scope: metrics are open on their own port" \
    answers_to 200 "$(address_of 'metrics and health at')/metrics"
  check "$scope: probes are open on their own port" \
    answers_to 200 "$(address_of 'metrics and health at')/api/health?probe=readiness"
}

# tests_login PATH: what helm test would say of a program that answers the path to whoever says nothing.
tests_login() {
  render --show-only templates/tests/health.yaml --values "$tests/values/login-by-password.yaml" |
    kubectl create --dry-run=client --filename - \
      --output 'jsonpath={.spec.containers[?(@.name=="login")].args[0]}' >"$scratch/helm-test"
  sh -e "$scratch/helm-test" --silent --show-error --max-time 15 "$url$1"
}

tests_no_login() {
  ! tests_login "$1"
}

# rules_of_release: the rules as the chart's ConfigMap has them, in a file.
rules_of_release() {
  kubectl get configmap "$account-access" --namespace dash --output 'jsonpath={.data.access\.yaml}' >"$scratch/access.yaml"
  [ -s "$scratch/access.yaml" ]
}

scope='with passwords'
values="--values $tests/values/login-by-password.yaml"
mounted="--auth-basic-file $scratch/users --namespace-access $scratch/access.yaml"
# shellcheck disable=SC2086 # several words
{
  check "$scope: it installs" install $values
  check "$scope: there are rules" rules_of_release
  start $values
}
closed
check "$scope: a wrong password opens nothing" answers_to 401 "${url}api/ingresses" --user alice:hunter3
check "$scope: a token opens what its group may see" \
  eventually shows_to shop.example.com "${url}api/ingresses" --header "Authorization: Bearer $token"
check "$scope: a token opens no more" \
  hides_from pay.example.com "${url}api/ingresses" --header "Authorization: Bearer $token"
check "$scope: a password opens what its user may see" \
  eventually shows_to pay.example.com "${url}api/ingresses" --user alice:hunter2
check "$scope: a password opens no more" hides_from shop.example.com "${url}api/ingresses" --user alice:hunter2
printf 'token:ci:sha256:%s:platform\n' "$digest" >"$scratch/users.new"
mv "$scratch/users.new" "$scratch/users"
check "$scope: a changed Secret needs no restart" \
  eventually shows_to pay.example.com "${url}api/ingresses" --header "Authorization: Bearer $token"
check "$scope: who is taken out of it is out" answers_to 401 "${url}api/ingresses" --user alice:hunter2
stop
# shellcheck disable=SC2086 # several words
uninstall $values >/dev/null

scope='behind a proxy'
values="--values $tests/values/login-by-proxy.yaml"
mounted="--auth-proxy-secret-file $scratch/proxy-secret --namespace-access $scratch/access.yaml"
# shellcheck disable=SC2086 # several words
{
  check "$scope: it installs" install $values
  start $values
}
closed
check "$scope: a name alone opens nothing, as through a forwarded port" \
  answers_to 401 "${url}api/ingresses" --header 'X-Auth-Request-User: alice'
check "$scope: the proxy is let in, and its user sees what they may" \
  eventually shows_to pay.example.com "${url}api/ingresses" \
  --header 'X-Auth-Request-User: alice' --header "X-Auth-Proxy-Secret: $secret"
check "$scope: its user sees no more" hides_from shop.example.com "${url}api/ingresses" \
  --header 'X-Auth-Request-User: alice' --header "X-Auth-Proxy-Secret: $secret"
check "$scope: its user's groups count" shows_to shop.example.com "${url}api/ingresses" \
  --header 'X-Auth-Request-User: bob' --header 'X-Auth-Request-Groups: a,shop-team' \
  --header "X-Auth-Proxy-Secret: $secret"
stop
# shellcheck disable=SC2086 # several words
uninstall $values >/dev/null
mounted=
