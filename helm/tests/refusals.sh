# shellcheck shell=sh
# What the chart refuses, and that it says what to do instead.

# refuses TEXT ARGUMENT...: nothing is rendered, and the error contains the text.
refuses() {
  text=$1
  shift
  if said=$(render "$@" 2>&1 >/dev/null); then
    echo 'it was rendered'
    return 1
  fi
  case $said in *"$text"*) ;; *)
    echo "$said"
    return 1
    ;;
  esac
}

# Without a login nothing leads to the page from outside, unless that is meant.
anonymous='set auth.allowAnonymous=true'
check 'an Ingress needs a word on who may see it' \
  refuses "$anonymous" --set ingress.enabled=true --set 'ingress.hosts={dash.example.com}'
check 'an HTTPRoute needs a word on who may see it' \
  refuses "$anonymous" --set httpRoute.enabled=true --set 'httpRoute.parentRefs[0].name=public'
check 'a LoadBalancer needs a word on who may see it' refuses "$anonymous" --set service.type=LoadBalancer
check 'a NodePort needs a word on who may see it' refuses "$anonymous" --set service.type=NodePort

open='--set auth.allowAnonymous=true'
# shellcheck disable=SC2086 # two words
{
  check 'an Ingress has hosts' refuses 'name the host of the page' $open --set ingress.enabled=true
  check 'a certificate is for a host of the Ingress' refuses 'other.example.com is none of ingress.hosts' $open \
    --set ingress.enabled=true --set 'ingress.hosts={dash.example.com}' --set 'ingress.tls[0].hosts={other.example.com}'
  check 'an HTTPRoute has a Gateway' refuses 'no Gateway would serve the page' $open --set httpRoute.enabled=true
}
check 'a cookie needs an Ingress' refuses 'use service.sessionAffinity=ClientIP' --set ingress.cookieAffinity=true
check 'a network policy lets somebody in' refuses 'nobody could reach the page' --set networkPolicy.enabled=true
check 'a certificate is not for a program behind a sidecar' refuses 'give the certificate to the sidecar' \
  --values "$tests/values/login-by-sidecar.yaml" --set tls.secretName=dash-tls
check 'the flag of a certificate is a value of its own' refuses 'use tls.secretName instead' --set settings.tls-cert=/tls.crt
check 'one watch for the cluster has no namespaces' \
  refuses 'leave out watch.namespaces' --set watch.mode=cluster --set 'watch.namespaces={shop}'
check 'rights are not lent to the default account' \
  refuses 'name an account with serviceAccount.name' --set serviceAccount.create=false
check 'a certificate of Redis comes from one place' refuses 'leave out redis.ca.configMap or redis.ca.secret' \
  --set redis.existingSecret=redis --set redis.ca.configMap=ca --set redis.ca.secret=ca
check 'a certificate of Redis needs a Redis' refuses 'with redis.existingSecret' --set redis.ca.configMap=ca
check 'the fewest pods are no more than the most' refuses 'expected no more than autoscaling.maxReplicas, which is 5' \
  --set autoscaling.enabled=true --set autoscaling.minReplicas=6
check 'either replicas or autoscaling' refuses 'leave out replicas' --set autoscaling.enabled=true --set replicas=3
check 'autoscaling needs a request' refuses 'set resources.requests.cpu' \
  --set autoscaling.enabled=true --set resources.requests.cpu=null
check 'autoscaling needs a request of each container' refuses 'of oauth2-proxy in extraContainers' \
  --values "$tests/values/login-by-sidecar.yaml" --set autoscaling.enabled=true
check 'a pod is not killed while it drains' refuses 'sleeps and drains for 30 s' --set shutdown.gracePeriodSeconds=30
check 'a setting does not contradict a value' refuses 'use watch.namespaces instead' --set settings.namespaces=shop
check 'an extra variable does not contradict a value' refuses 'is written by basePath' \
  --set 'extraEnv[0].name=KUBE_INGRESS_DASH_BASE_PATH' --set 'extraEnv[0].value=/'
check 'an extra variable does not contradict a setting' refuses 'is written by settings.log-level' \
  --set settings.log-level=debug --set 'extraEnv[0].name=KUBE_INGRESS_DASH_LOG_LEVEL' --set 'extraEnv[0].value=info'

# A login keeps somebody out, and lets somebody in.
check 'passwords are in a Secret' refuses 'with auth.basic.existingSecret' --set auth.mode=basic
check 'a proxy outside of the pod has a secret' refuses 'auth.proxy.sidecar.enabled=true' --set auth.mode=proxy
check 'a sidecar is a container' refuses 'describe the proxy in extraContainers' \
  --set auth.mode=proxy --set auth.proxy.sidecar.enabled=true
check 'a sidecar has a port of its own' refuses 'listen on another port' --values "$tests/values/login-by-sidecar.yaml" \
  --set auth.proxy.sidecar.port=8080
check 'nobody is anonymous where there is a login' refuses 'nobody is anonymous' --set auth.mode=basic \
  --set auth.basic.existingSecret=users --set auth.allowAnonymous=true
check 'passwords without their login are refused' refuses 'nobody would be asked' --set auth.basic.existingSecret=users
check 'a proxy without its login is refused' refuses 'no proxy would be believed' --set auth.proxy.existingSecret=proxy
check 'a sidecar without its login is refused' refuses 'no proxy would be believed' \
  --set auth.proxy.sidecar.enabled=true
check 'rules without a login are refused' refuses 'nobody has a name' --set 'auth.namespaceAccess.rules.users.alice={pay}'
check 'rules come from one place' refuses 'the rules are here or in a ConfigMap' \
  --values "$tests/values/login-by-proxy.yaml" --set 'auth.namespaceAccess.rules.users.alice={pay}'
check 'a setting does not contradict the login' refuses 'use auth.basic.existingSecret instead' \
  --set settings.auth-basic-file=/users

# The schema refuses the rest.
check 'an unknown value is refused' refuses 'replica' --set replica=3
check 'a login that does not exist is refused' refuses 'mode' --set auth.mode=ldap
check 'a header that is none is refused' refuses 'userHeader' --set 'auth.proxy.userHeader=X User'
check 'rules for nobody that there is are refused' refuses 'roles' --set 'auth.namespaceAccess.rules.roles.a={b}'
check 'a malformed glob is refused' refuses 'alice' --set 'auth.namespaceAccess.rules.users.alice={Pay!}'
check 'a malformed namespace is refused' refuses 'namespaces' --set 'watch.namespaces={Shop}'
check 'a base path without its last slash is refused' refuses 'basePath' --set basePath=/dash
check 'a proxy that is no network is refused' refuses 'trustedProxies' --set 'trustedProxies={everybody}'
check 'a malformed host is refused' refuses 'hosts' --set 'ingress.hosts={https://dash}'
check 'a label that selects the pods is refused' \
  refuses 'podLabels' --set-string 'podLabels.app\.kubernetes\.io/name=other'
