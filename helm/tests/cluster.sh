# shellcheck shell=sh
# The cluster that the chart is installed into: it enforces the strictest standard of pod security, lets nobody ask for
# its readiness who has no right to, and has the custom resources that the chart may create.

for namespace in dash shop pay other; do
  kubectl create namespace "$namespace" >/dev/null
done
for mode in enforce warn; do
  kubectl label namespace dash "pod-security.kubernetes.io/$mode=restricted" >/dev/null
done
# Most clusters let every account ask for readiness, so that a grant of it would not be seen.
kubectl delete clusterrolebinding system:public-info-viewer system:discovery >/dev/null
kubectl create serviceaccount bystander --namespace dash >/dev/null
kubectl create serviceaccount existing --namespace dash >/dev/null
kubectl apply --filename "$tests/custom-resources.yaml" >/dev/null
kubectl wait --for=condition=Established --timeout=60s --filename "$tests/custom-resources.yaml" >/dev/null
for namespace in dash shop pay other; do
  eventually kubectl get serviceaccount default --namespace "$namespace"
done
