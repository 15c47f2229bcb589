module agentgateway-infra/toolchain/gateway-api-1.4

go 1.27.3

require sigs.k8s.io/gateway-api v1.4.1
