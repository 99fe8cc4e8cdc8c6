# shellcheck shell=sh
# What the chart lets its account do, for each scope: exactly this.

check 'for the whole cluster it installs' install
check 'for the whole cluster it may read Ingresses and list Events everywhere' \
  eventually grants_are other "$reading_ingresses" "$listing_events" "$asking_readiness"
uninstall >/dev/null

check 'with a watch for each namespace it installs' install --set watch.mode=namespace
check 'with a watch for each namespace it may follow namespaces as well' \
  eventually grants_are other "$reading_ingresses" "$listing_events" "$following_namespaces" "$asking_readiness"
uninstall --set watch.mode=namespace >/dev/null

check 'without Events it installs' install --set rbac.events=false
check 'without Events it may read Ingresses alone' eventually grants_are other "$reading_ingresses" "$asking_readiness"
uninstall --set rbac.events=false >/dev/null

check 'with classes it installs' install --set rbac.ingressClasses=true
check 'with classes it may list them as well' \
  eventually grants_are other "$reading_ingresses" "$listing_events" "$listing_classes" "$asking_readiness"
uninstall --set rbac.ingressClasses=true >/dev/null

check 'for two namespaces it installs' install --set 'watch.namespaces={shop,pay}'
for namespace in shop pay; do
  check "for two namespaces it may read Ingresses and list Events in $namespace" \
    eventually grants_are "$namespace" "$reading_ingresses" "$listing_events"
done
for namespace in other dash; do
  check "for two namespaces it may do nothing in $namespace" eventually grants_are "$namespace"
done
uninstall --set 'watch.namespaces={shop,pay}' >/dev/null

check 'for two namespaces and without Events it installs' install --set 'watch.namespaces={shop,pay}' --set rbac.events=false
check 'for two namespaces and without Events it may read Ingresses alone' \
  eventually grants_are shop "$reading_ingresses"
uninstall --set 'watch.namespaces={shop,pay}' --set rbac.events=false >/dev/null

check 'for two namespaces and with classes it installs' \
  install --set 'watch.namespaces={shop,pay}' --set rbac.ingressClasses=true
check 'for two namespaces and with classes it may list classes as well' \
  eventually grants_are shop "$reading_ingresses" "$listing_events" "$listing_classes"
check 'for two namespaces and with classes it may list classes alone in other' \
  eventually grants_are other "$listing_classes"
uninstall --set 'watch.namespaces={shop,pay}' --set rbac.ingressClasses=true >/dev/null

check 'without roles it installs' install --set rbac.create=false
check 'without roles it may do nothing' eventually grants_are shop
uninstall --set rbac.create=false >/dev/null
