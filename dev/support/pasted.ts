/**
 * Manifests as people paste them: a Deployment that kubectl has shown, and routes in the form of agentgateway's documentation, which leave
 * out what the API server fills in and name its namespaces.
 */
export const PASTED = `# From \`kubectl get deployment,service echo -o yaml\`
apiVersion: v1
kind: List
metadata:
  resourceVersion: ""
items:
- apiVersion: apps/v1
  kind: Deployment
  metadata:
    annotations:
      deployment.kubernetes.io/revision: "2"
    creationTimestamp: "2026-01-31T09:00:00Z"
    generation: 2
    name: echo
    namespace: default
    resourceVersion: "4711"
    uid: 1d3e9a52-7f7e-4c51-8d7c-0f2f6c1f5c11
  spec:
    selector:
      matchLabels: { app: echo }
    template:
      metadata:
        creationTimestamp: null
        labels: { app: echo }
      spec:
        containers:
        - name: echo
          image: ghcr.io/acme/echo:1
          env:
          - name: VERBOSE
            value: on # text to Kustomize
          volumeMounts: [{ name: scripts, mountPath: /scripts }]
        volumes:
        - name: scripts
          configMap: { name: echo-scripts, defaultMode: 0755 }
  status:
    replicas: 1
- apiVersion: v1
  kind: Service
  metadata: { name: echo, namespace: default }
  spec:
    clusterIP: 10.96.200.17
    clusterIPs: [10.96.200.17]
    ports:
    - port: 80
    selector: { app: echo }
  status:
    loadBalancer: {}
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: echo-scripts
data:
  run.sh: |
    echo "\${GREETING}"
---
apiVersion: example.com/v1
kind: Settings # of a tool that reads this folder
metadata:
  name: echo
  annotations:
    config.kubernetes.io/local-config: "true"
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata:
  name: echo
  namespace: default
spec:
  parentRefs:
  - name: agentgateway-proxy
    namespace: agentgateway-system
  hostnames:
  - echo.example.com
  rules:
  - backendRefs:
    - name: echo
      namespace: default
      port: 80
  - matches:
    - path:
        value: /old
      headers:
      - name: x-old
        value: "1"
    filters:
    - type: RequestRedirect
      requestRedirect:
        path:
          type: ReplaceFullPath
          replaceFullPath: /
---
apiVersion: gateway.networking.k8s.io/v1
kind: GRPCRoute
metadata:
  name: echo-grpc
spec:
  parentRefs:
  - name: http # the Gateway of an example
  hostnames:
  - grpc.echo.example.com
  rules:
  - matches:
    - method:
        service: echo.Echo
    backendRefs:
    - name: echo
      port: 80
`;
