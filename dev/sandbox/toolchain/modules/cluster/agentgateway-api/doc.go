// Package api is filled at build time: apigen writes the Go form of agentgateway's .proto files beside this file, in
// the build's own copy of this directory.
package api
