{{/* Parts of the pod that need more than one line to explain. */}}

{{/*
The probes ask the port of the metrics, which answers whatever the load on the page's own. An outage of the API server
must not restart the pod, which goes on serving the last state; until the first state is complete it is alive, not ready.
*/}}
{{- define "kube-ingress-dash.probes" -}}
startupProbe:
  httpGet:
    path: /api/health?probe=liveness
    port: metrics
  periodSeconds: 1
  timeoutSeconds: 6
  failureThreshold: 60
livenessProbe:
  httpGet:
    path: /api/health?probe=liveness
    port: metrics
  periodSeconds: 10
  timeoutSeconds: 6
readinessProbe:
  httpGet:
    path: /api/health?probe=readiness
    port: metrics
  periodSeconds: 3
  timeoutSeconds: 6
{{- end }}

{{/* Spreads several pods over zones and nodes, or as the values say; nothing for one pod. */}}
{{- define "kube-ingress-dash.topologySpread" -}}
{{- $wanted := .Values.topologySpreadConstraints }}
{{- if and (not $wanted) (gt (int (include "kube-ingress-dash.mostPods" .)) 1) }}
{{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
{{- $wanted = append $wanted (dict "topologyKey" . "maxSkew" 1 "whenUnsatisfiable" "ScheduleAnyway") }}
{{- end }}
{{- end }}
{{- $selector := dict "matchLabels" (include "kube-ingress-dash.selectorLabels" . | fromYaml) }}
{{- $constraints := list }}
{{- range $wanted }}
{{- $constraints = append $constraints (merge (dict) . (dict "labelSelector" $selector)) }}
{{- end }}
{{- with $constraints }}
{{- toYaml . }}
{{- end }}
{{- end }}
