# shellcheck shell=sh
# A release by helm itself: what it says, that it can be changed, and that nothing is left of it.

helm_release() {
  command=$1
  shift
  "$HELM" "$command" board "$chart" --namespace dash "$@"
}

# says TEXT COMMAND...: the command succeeds and its output contains the text.
says() {
  text=$1
  shift
  said=$("$@" 2>&1) || {
    echo "$said"
    return 1
  }
  case $said in *"$text"*) ;; *)
    echo "$said"
    return 1
    ;;
  esac
}

# leftovers: what there still is of the release.
leftovers() {
  kinds=deployments,services,serviceaccounts,ingresses,networkpolicies,poddisruptionbudgets,horizontalpodautoscalers
  kinds=$kinds,roles,rolebindings,clusterroles,clusterrolebindings,httproutes,servicemonitors,prometheusrules,configmaps
  kubectl get "$kinds" --all-namespaces --selector app.kubernetes.io/instance=board --output name
}

none_left() {
  left=$(leftovers)
  [ -z "$left" ] || {
    echo "$left"
    return 1
  }
}

check 'helm installs it, and says how to reach it' \
  says 'kubectl --namespace dash port-forward service/board-kube-ingress-dash 8080:8080' helm_release install
check 'it says that nobody has to log in' says 'No login: anyone who can reach this address' "$HELM" get notes board -n dash
check 'it says how to name the cluster' says '--set clusterName=NAME' "$HELM" get notes board -n dash
check 'it says what it can see' says 'shows all Ingresses of the cluster' "$HELM" get notes board -n dash
check 'helm upgrades it from the whole cluster to two namespaces' \
  says 'the Ingresses of shop, pay' helm_release upgrade --values "$tests/values/named-namespaces.yaml"
check 'helm upgrades it to an Ingress, and says its address' \
  says 'https://dash.example.com/dash/' helm_release upgrade --values "$tests/values/ingress.yaml"
check 'helm upgrades it to a login, and says who is let in' \
  says 'a token of the Secret dash-users' helm_release upgrade --values "$tests/values/login-by-password.yaml"
check 'it says who sees what' says 'auth.namespaceAccess.rules names' "$HELM" get notes board -n dash
check 'helm upgrades it to a sidecar, and says where users log in' \
  says 'at port 4180, says who its users are' helm_release upgrade --values "$tests/values/login-by-sidecar.yaml"
check 'it says that all who are let in see everything' \
  says 'Whoever is let in sees every Ingress' "$HELM" get notes board -n dash
check 'helm upgrades it to a sidecar without a secret, and warns' says 'can pass for anybody' \
  helm_release upgrade --values "$tests/values/login-by-sidecar.yaml" --set auth.proxy.existingSecret=
check 'helm uninstalls it' "$HELM" uninstall board --namespace dash
check 'nothing is left of it' none_left
