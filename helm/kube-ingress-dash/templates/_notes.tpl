{{/* Who can reach the page and what they see there, for NOTES.txt. */}}
{{- define "kube-ingress-dash.whoSeesWhat" -}}
{{- $mode := .Values.auth.mode }}
{{- with .Values.auth }}
{{- if eq $mode "none" -}}
No login: anyone who can reach this address sees every Ingress.
{{- else if eq $mode "basic" -}}
Login: with a password or a token of the Secret {{ .basic.existingSecret }}. Passwords cross the network with each request, so lead to
the page by TLS alone.
{{- else if .proxy.sidecar.enabled -}}
Login: the proxy in the pod, at port {{ .proxy.sidecar.port }}, says who its users are.
{{- if not .proxy.existingSecret }} It has no secret, so whoever may
forward a port to the pod can pass for anybody: see docs/access.md.
{{- end }}
{{- else -}}
Login: the proxy that knows the Secret {{ .proxy.existingSecret }} says in {{ .proxy.userHeader }} who its users are. Nobody else gets in,
so a port-forward shows nothing.
{{- end }}
{{- if ne $mode "none" }}
{{- if .namespaceAccess.existingConfigMap }}
They see the namespaces that the ConfigMap {{ .namespaceAccess.existingConfigMap }} names for them.
{{- else if .namespaceAccess.rules }}
They see the namespaces that auth.namespaceAccess.rules names for them.
{{- else }}
Whoever is let in sees every Ingress: auth.namespaceAccess says otherwise.
{{- end }}
{{- end }}
{{- end }}
{{- end }}
