# shellcheck shell=sh
# The program does all its work with what the chart grants it, for each scope; and each grant is needed, since without it
# a part of that work is missing.

. "$tests/running.sh"

kubectl create --filename "$tests/objects.yaml" >/dev/null
uid=$(kubectl get ingress web --namespace shop --output jsonpath='{.metadata.uid}')
sed "s/UID/$uid/" "$tests/event.yaml" | kubectl create --filename - >/dev/null

# works: what the program does wherever it reads the Ingresses of shop and pay.
works() {
  check "$scope: it is healthy" answers 200 api/health
  check "$scope: it becomes ready" eventually answers 200 'api/health?probe=readiness'
  check "$scope: it shows the Ingress of shop" eventually tells api/ingresses shop.example.com
  check "$scope: it shows the Ingress of pay" eventually tells api/ingresses pay.example.com
  check "$scope: it follows shop" tells api/namespaces '"namespace":"shop","state":"live"'
  check "$scope: it shows an Ingress whole" tells api/ingresses/shop/web 'host: shop.example.com'
  check "$scope: it shows what happened to an Ingress" tells api/ingresses/shop/web/events 'scheduled for sync'
  check "$scope: it shows an Ingress that comes, until it goes" follows_changes
}

# needs GRANT CONSEQUENCE COMMAND...: when the program is started without the grant, the command succeeds. The scope says
# in `granted` what it grants, in `inside` the namespace of the role or nothing, and in `values` what it is rendered with.
needs() {
  grant=$1
  consequence=$2
  shift 2
  rest=$(printf '%s\n' "$granted" | grep -vxF "$grant")
  check "$scope: \"$grant\" can be withdrawn" grant_only "$rest"
  # shellcheck disable=SC2086 # no values are no word
  start $values
  check "$scope, without \"$grant\": $consequence" eventually "$@"
  stop
}

# grant_only LINES: the role grants these alone, and the API server knows it.
grant_only() {
  if [ -n "$inside" ]; then
    kubectl patch role "$role" --namespace "$inside" --type merge --patch "$(rules "$1")" || return 1
  else
    kubectl patch clusterrole "$role" --type merge --patch "$(rules "$1")" || return 1
  fi
  eventually grants_are shop "$1"
}

scope='for the whole cluster'
values='--set rbac.ingressClasses=true'
inside=
granted="$reading_ingresses
$listing_events
$listing_classes
$asking_readiness"
# shellcheck disable=SC2086 # no values are no word
{
  check "$scope: it installs" install $values
  check "$scope: it has its rights" eventually grants_are shop "$granted"
  start $values
}
works
check "$scope: it knows which classes there are" eventually tells api/ingresses class-unknown
check "$scope: it asks the API server whether it is ready" eventually hears_readiness
stop
needs 'get ingresses.networking.k8s.io' 'details are refused' answers 403 api/ingresses/shop/web
needs 'list ingresses.networking.k8s.io' 'it has only its own namespace, and is denied' state_is dash denied
needs 'watch ingresses.networking.k8s.io' 'it is denied' state_is '*' denied
needs 'list events' 'Events are refused' answers 403 api/ingresses/shop/web/events
needs "$listing_classes" 'it knows of no class whether it exists' knows_no_class
needs 'get /readyz' 'it guesses whether the API server is ready' guesses_readiness
# shellcheck disable=SC2086 # no values are no word
uninstall $values >/dev/null

scope='with a watch for each namespace'
values='--set watch.mode=namespace'
granted="$reading_ingresses
$listing_events
$following_namespaces
$asking_readiness"
# shellcheck disable=SC2086 # no values are no word
{
  check "$scope: it installs" install $values
  check "$scope: it has its rights" eventually grants_are shop "$granted"
  start $values
}
works
check "$scope: it follows a namespace that comes" finds_namespace
stop
needs 'get ingresses.networking.k8s.io' 'details are refused' answers 403 api/ingresses/shop/web
needs 'list ingresses.networking.k8s.io' 'it is denied' state_is shop denied
needs 'watch ingresses.networking.k8s.io' 'it is denied' state_is shop denied
needs 'list events' 'Events are refused' answers 403 api/ingresses/shop/web/events
needs 'list namespaces' 'it has only its own namespace' tells api/ingresses 'the account may not list namespaces'
needs 'watch namespaces' 'it does not notice a namespace that comes' misses_namespace
# shellcheck disable=SC2086 # no values are no word
uninstall $values >/dev/null

scope='for two namespaces'
values='--set watch.namespaces={shop,pay}'
inside=shop
granted="$reading_ingresses
$listing_events"
# shellcheck disable=SC2086 # no values are no word
{
  check "$scope: it installs" install $values
  check "$scope: it has its rights" eventually grants_are shop "$granted"
  start $values
}
works
stop
needs 'get ingresses.networking.k8s.io' 'details are refused' answers 403 api/ingresses/shop/web
needs 'list ingresses.networking.k8s.io' 'the namespace is denied' state_is shop denied
needs 'watch ingresses.networking.k8s.io' 'the namespace is denied' state_is shop denied
needs 'list events' 'Events are refused' answers 403 api/ingresses/shop/web/events
# shellcheck disable=SC2086 # no values are no word
uninstall $values >/dev/null
