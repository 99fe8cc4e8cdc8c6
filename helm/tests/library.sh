# shellcheck shell=sh
# What the tests of the chart share: the chart rendered as the release `board` in the namespace `dash`.

account=board-kube-ingress-dash
# What is not namespaced carries the namespace in its name.
role=dash:board-kube-ingress-dash

# render ARGUMENT...: the manifests of the release.
render() {
  "$HELM" template board "$chart" --namespace dash "$@"
}

install() {
  render "$@" | kubectl apply --filename -
}

uninstall() {
  render "$@" | kubectl delete --ignore-not-found --filename -
}

# writes TEXT ARGUMENT...: the rendered manifests contain the text.
writes() {
  text=$1
  shift
  manifests=$(render "$@") || return 1
  case $manifests in *"$text"*) ;; *) return 1 ;; esac
}

# omits TEXT ARGUMENT...: manifests are rendered, and do not contain the text.
omits() {
  text=$1
  shift
  manifests=$(render "$@") || return 1
  case $manifests in *"$text"*) return 1 ;; esac
}

# pod_of: the pod of the Deployment on the standard input as an object of its own, since nothing makes pods of
# Deployments here.
pod_of() {
  awk '
    /^  template:/ { print "apiVersion: v1\nkind: Pod"; inside = 1; next }
    /^---/ { inside = 0 }
    inside { sub(/^    /, ""); print; if ($0 == "metadata:") print "  name: board\n  namespace: dash" }'
}

# accepts [FILE]: the API server takes the manifests of the file, or of the standard input, without a warning, and does
# not keep them.
accepts() {
  verdict=$(kubectl apply --dry-run=server --filename "${1:--}" 2>&1) || {
    echo "$verdict"
    return 1
  }
  case $verdict in *Warning*)
    echo "$verdict"
    return 1
    ;;
  esac
}
