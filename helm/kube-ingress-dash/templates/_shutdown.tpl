{{/* How a pod ends: it goes on for a while, so that Services forget it, then drains, and is killed after both. */}}

{{/* Seconds that a pod sleeps before it is told to end: none where the cluster cannot do that. */}}
{{- define "kube-ingress-dash.sleepSeconds" -}}
{{- if semverCompare ">=1.30-0" .Capabilities.KubeVersion.Version }}{{ int .Values.shutdown.sleepSeconds }}{{ else }}0{{ end }}
{{- end }}

{{/* Seconds that sleep and drain take together. */}}
{{- define "kube-ingress-dash.endingSeconds" -}}
{{- add (int (include "kube-ingress-dash.sleepSeconds" .)) (int .Values.shutdown.drainSeconds) }}
{{- end }}

{{- define "kube-ingress-dash.gracePeriodSeconds" -}}
{{- if .Values.shutdown.gracePeriodSeconds }}
{{- int .Values.shutdown.gracePeriodSeconds }}
{{- else }}
{{- add (int (include "kube-ingress-dash.endingSeconds" .)) 5 }}
{{- end }}
{{- end }}
