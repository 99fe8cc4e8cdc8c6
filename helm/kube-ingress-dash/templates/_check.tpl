{{/* Refuses values that make no sense together, each with a sentence that says what to do instead. */}}
{{- define "kube-ingress-dash.check" -}}
{{- include "kube-ingress-dash.checkExposure" . }}
{{- include "kube-ingress-dash.checkLogin" . }}
{{- include "kube-ingress-dash.checkRoutes" . }}
{{- include "kube-ingress-dash.checkTls" . }}
{{- include "kube-ingress-dash.checkAccount" . }}
{{- include "kube-ingress-dash.checkRedis" . }}
{{- include "kube-ingress-dash.checkPods" . }}
{{- include "kube-ingress-dash.checkSettings" . }}
{{- end }}

{{- define "kube-ingress-dash.checkExposure" -}}
{{- if and (eq .Values.auth.mode "none") (not .Values.auth.allowAnonymous) }}
{{- $how := "without a login everybody who reaches it sees every Ingress: set auth.mode to proxy or basic; if it is meant, set auth.allowAnonymous=true; else leave it out and use kubectl port-forward" }}
{{- if .Values.ingress.enabled }}{{ fail (printf "ingress.enabled: %s" $how) }}{{ end }}
{{- if .Values.httpRoute.enabled }}{{ fail (printf "httpRoute.enabled: %s" $how) }}{{ end }}
{{- if ne .Values.service.type "ClusterIP" }}{{ fail (printf "service.type=%s: %s" .Values.service.type $how) }}{{ end }}
{{- end }}
{{- if and .Values.networkPolicy.enabled (not .Values.networkPolicy.from) }}
{{- fail "networkPolicy.from is empty, so nobody could reach the page: name the pods of your ingress controller, or all pods with [{namespaceSelector: {}}]" }}
{{- end }}
{{- end }}

{{- define "kube-ingress-dash.checkRoutes" -}}
{{- if and .Values.ingress.enabled (not .Values.ingress.hosts) }}
{{- fail "ingress.hosts is empty, so the Ingress would take every host of its controller: name the host of the page, such as ingress.hosts={dash.example.com}" }}
{{- end }}
{{- if and .Values.ingress.cookieAffinity (not .Values.ingress.enabled) }}
{{- fail "ingress.cookieAffinity: there is no Ingress that could set a cookie: set ingress.enabled=true, or use service.sessionAffinity=ClientIP" }}
{{- end }}
{{- range .Values.ingress.tls }}
{{- range .hosts }}
{{- if not (has . $.Values.ingress.hosts) }}
{{- fail (printf "ingress.tls: %s is none of ingress.hosts: add it there, or leave it out" .) }}
{{- end }}
{{- end }}
{{- end }}
{{- if and .Values.httpRoute.enabled (not .Values.httpRoute.parentRefs) }}
{{- fail "httpRoute.parentRefs is empty, so no Gateway would serve the page: name one, such as httpRoute.parentRefs[0].name=public" }}
{{- end }}
{{- end }}

{{- define "kube-ingress-dash.checkTls" -}}
{{- if and .Values.tls.secretName .Values.auth.proxy.sidecar.enabled }}
{{- fail "tls.secretName: others reach the sidecar, which speaks HTTP to the program within the pod: leave tls.secretName out, and give the certificate to the sidecar" }}
{{- end }}
{{- end }}

{{- define "kube-ingress-dash.checkAccount" -}}
{{- if and (eq .Values.watch.mode "cluster") .Values.watch.namespaces }}
{{- fail "watch.mode=cluster shows all namespaces: leave out watch.namespaces, or leave watch.mode as it is" }}
{{- end }}
{{- if and (not .Values.serviceAccount.create) (not .Values.serviceAccount.name) }}
{{- fail "serviceAccount.create=false: name an account with serviceAccount.name; the namespace's default one would lend its rights to every pod of the namespace" }}
{{- end }}
{{- end }}

{{- define "kube-ingress-dash.checkRedis" -}}
{{- with .Values.redis }}
{{- $ca := or .ca.configMap .ca.secret }}
{{- if and .ca.configMap .ca.secret }}
{{- fail "redis.ca: the certificates come from a ConfigMap or from a Secret: leave out redis.ca.configMap or redis.ca.secret" }}
{{- end }}
{{- if and (or $ca .prefix) (not .existingSecret) }}
{{- fail "redis: there is no Redis whose certificate or prefix could matter: name the Secret of its URL with redis.existingSecret" }}
{{- end }}
{{- end }}
{{- end }}

{{- define "kube-ingress-dash.checkPods" -}}
{{- with .Values.autoscaling }}
{{- if .enabled }}
{{- if gt (int .minReplicas) (int .maxReplicas) }}
{{- fail (printf "autoscaling.minReplicas=%d: expected no more than autoscaling.maxReplicas, which is %d" (int .minReplicas) (int .maxReplicas)) }}
{{- end }}
{{- if ne (int $.Values.replicas) 1 }}
{{- fail "replicas: autoscaling decides how many pods there are: leave out replicas, and set autoscaling.minReplicas" }}
{{- end }}
{{- if not (dig "requests" "cpu" "" $.Values.resources) }}
{{- fail "autoscaling.enabled: it follows the share of the requested processor that is used: set resources.requests.cpu" }}
{{- end }}
{{- range $.Values.extraContainers }}
{{- if not (dig "resources" "requests" "cpu" "" .) }}
{{- fail (printf "autoscaling.enabled: the share of the pod is that of all its containers: set resources.requests.cpu of %s in extraContainers" .name) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}
{{- $ending := int (include "kube-ingress-dash.endingSeconds" .) }}
{{- $grace := int (include "kube-ingress-dash.gracePeriodSeconds" .) }}
{{- if le $grace $ending }}
{{- fail (printf "shutdown.gracePeriodSeconds=%d: the pod sleeps and drains for %d s: expected more than that, or 0 to let the chart decide" $grace $ending) }}
{{- end }}
{{- end }}

{{- define "kube-ingress-dash.checkSettings" -}}
{{- $decided := include "kube-ingress-dash.decidedFlags" . | fromYaml }}
{{- range $flag, $_ := .Values.settings }}
{{- with get $decided $flag }}
{{- fail (printf "settings.%s: use %s instead, which decides more than the flag" $flag .) }}
{{- end }}
{{- end }}
{{- $written := dict }}
{{- range $flag, $_ := .Values.settings }}
{{- $_ := set $written (printf "KUBE_INGRESS_DASH_%s" ($flag | upper | replace "-" "_")) (printf "settings.%s" $flag) }}
{{- end }}
{{- range $flag, $value := $decided }}
{{- $_ := set $written (printf "KUBE_INGRESS_DASH_%s" ($flag | upper | replace "-" "_")) $value }}
{{- end }}
{{- range .Values.extraEnv }}
{{- with get $written .name }}
{{- fail (printf "extraEnv: the variable is written by %s: use that alone" .) }}
{{- end }}
{{- end }}
{{- end }}
