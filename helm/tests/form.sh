# shellcheck shell=sh
# The chart's own form, and how values become what the program is told.

# variable NAME VALUE ARGUMENT...: the program's environment has the variable with this value.
variable() {
  name=$1
  value=$2
  shift 2
  render --show-only templates/deployment.yaml "$@" | grep -F -A 1 -- "- name: KUBE_INGRESS_DASH_$name" |
    grep -xF -- "              value: \"$value\""
}

# names_images: the images that the chart is published with are those that it runs.
names_images() {
  "$HELM" show chart "$chart" | sed -n 's/^ *image: //p' | sort >"$scratch/published"
  render | sed -n 's/^ *image: "\(.*\)"/\1/p' | sort | diff "$scratch/published" -
}

check 'helm lint is content' "$HELM" lint --strict "$chart"
check 'the images that it is published with are those that it runs' names_images

check 'a large number is written as it is' variable MAX_STREAMS 1000000 --set settings.max-streams=1000000
check 'without a proxy of its own it trusts none' omits TRUSTED_PROXIES
check 'behind its own Ingress it trusts private proxies' \
  variable TRUSTED_PROXIES private --values "$tests/values/ingress.yaml"
check 'behind its own HTTPRoute it trusts private proxies' \
  variable TRUSTED_PROXIES private --values "$tests/values/http-route.yaml"
check 'proxies that are given are those that it trusts' variable TRUSTED_PROXIES 10.1.0.0/16,fd00::/8 \
  --values "$tests/values/ingress.yaml" --set 'trustedProxies={10.1.0.0/16,fd00::/8}'
check 'releases do not share what they keep in Redis' variable REDIS_PREFIX dash:board-kube-ingress-dash \
  --set redis.existingSecret=redis

https=$tests/values/https.yaml
check 'the certificate is read where it is mounted' variable TLS_CERT /etc/kube-ingress-dash/tls/tls.crt --values "$https"
check 'the key is read where it is mounted' variable TLS_KEY /etc/kube-ingress-dash/tls/tls.key --values "$https"
check 'the Secret of the certificate is mounted' writes 'mountPath: /etc/kube-ingress-dash/tls' --values "$https"
check 'the Service says that it is HTTPS' writes 'appProtocol: https' --show-only templates/service.yaml --values "$https"
check 'the controller is told to speak HTTPS' writes 'backend-protocol: HTTPS' --values "$https"
check 'probes speak HTTP, as the port of the metrics does' omits 'scheme: HTTPS' --values "$https"
check 'without a certificate there is no HTTPS' omits TLS_CERT

sidecar=$tests/values/login-by-sidecar.yaml
check 'beside a sidecar the program listens on loopback' variable LISTEN 127.0.0.1:8080 --values "$sidecar"
check 'beside a sidecar health and metrics are where they were' variable METRICS_LISTEN '[::]:9090' --values "$sidecar"
check 'the Service leads to the sidecar' writes 'targetPort: 4180' --show-only templates/service.yaml --values "$sidecar"
check 'a network policy lets in to the sidecar' writes '        - port: 4180' --values "$sidecar"
check 'a network policy lets nobody in past the sidecar' omits 'port: http' --values "$sidecar"
check 'a sidecar names the clients' variable TRUSTED_PROXIES 127.0.0.1 --values "$sidecar"
check 'a sidecar passes on the names of the page' variable ALLOWED_HOSTS \
  board-kube-ingress-dash,board-kube-ingress-dash.dash,board-kube-ingress-dash.dash.svc,dash.example.com \
  --values "$sidecar"
check 'a proxy names its users as it does' variable AUTH_PROXY_HEADER X-Auth-Request-User,X-Auth-Request-Groups \
  --values "$tests/values/login-by-proxy.yaml"
check 'a proxy may know no groups' variable AUTH_PROXY_HEADER X-Auth-Request-User \
  --values "$tests/values/login-by-proxy.yaml" --set auth.proxy.groupsHeader=
check 'passwords are read where they are mounted' variable AUTH_BASIC_FILE /etc/kube-ingress-dash/users/htpasswd \
  --values "$tests/values/login-by-password.yaml"
check 'rules are read where they are mounted' variable NAMESPACE_ACCESS /etc/kube-ingress-dash/access/access.yaml \
  --values "$tests/values/login-by-password.yaml"
check 'the secret is read where it is mounted' variable AUTH_PROXY_SECRET_FILE \
  /etc/kube-ingress-dash/proxy-secret/secret --values "$sidecar"
for folder in users access; do
  check "a volume is mounted as $folder" writes "mountPath: /etc/kube-ingress-dash/$folder" \
    --values "$tests/values/login-by-password.yaml"
done
check 'Secrets are mounted whole, so that they are renewed' omits subPath --values "$tests/values/login-by-proxy.yaml"
check 'without a login helm test has nothing to find closed' omits 'name: login'
check 'with a login helm test finds it closed' writes 'name: login' --values "$tests/values/login-by-password.yaml"

check 'classes are not granted unless asked for' omits ingressclasses
check 'two namespaces need no ClusterRole' omits 'kind: ClusterRole' --set 'watch.namespaces={shop,pay}'
check 'two namespaces need a ClusterRole for classes alone' omits readyz --set 'watch.namespaces={shop,pay}' \
  --set rbac.ingressClasses=true

check 'the pod is killed after it has slept and drained' writes 'terminationGracePeriodSeconds: 35'
check 'a longer drain has a longer grace' writes 'terminationGracePeriodSeconds: 70' --set shutdown.drainSeconds=60
check 'a cluster that cannot sleep is not asked to' omits preStop --kube-version 1.29.0
check 'it need not sleep' omits preStop --set shutdown.sleepSeconds=0

check 'a digest wins over the tag' \
  writes "kube-ingress-dash@sha256:$(printf '%064d' 0)\"" --set "image.digest=sha256:$(printf '%064d' 0)" --set image.tag=old
check 'one pod has no budget, which would block a drain' omits 'kind: PodDisruptionBudget'
check 'several pods have a budget' writes 'kind: PodDisruptionBudget' --set replicas=2
check 'several pods may do without a budget' \
  omits 'kind: PodDisruptionBudget' --set replicas=2 --set podDisruptionBudget.enabled=false
check 'an autoscaled Deployment leaves the number of pods alone' \
  omits '  replicas:' --show-only templates/deployment.yaml --set autoscaling.enabled=true
check 'an annotation can be left out' omits proxy-buffering --values "$tests/values/ingress.yaml" \
  --set 'ingress.annotations.nginx\.ingress\.kubernetes\.io/proxy-buffering=null'
