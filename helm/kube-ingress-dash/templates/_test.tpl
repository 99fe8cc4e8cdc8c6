{{/* What the containers of helm test share. */}}

{{- define "kube-ingress-dash.testContainer" -}}
image: {{ include "kube-ingress-dash.image" (dict "image" .Values.test.image "defaultTag" "latest") | quote }}
imagePullPolicy: {{ .Values.test.image.pullPolicy }}
securityContext:
  {{- include "kube-ingress-dash.containerSecurity" . | nindent 2 }}
resources:
  requests:
    cpu: 10m
    memory: 32Mi
  limits:
    memory: 32Mi
{{- end }}

{{/* A network that has just been told of the pods may refuse for a moment. */}}
{{- define "kube-ingress-dash.testPatience" -}}
- --silent
- --show-error
- --max-time
- "10"
- --retry
- "5"
- --retry-all-errors
{{- if .Values.tls.secretName }}
# The certificate is for the names of the page, and the Service's need not be among them.
- --insecure
{{- end }}
{{- end }}
