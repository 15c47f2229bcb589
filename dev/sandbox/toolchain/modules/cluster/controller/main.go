// The agentgateway controller for the sandbox: the published one with its ports taken from the environment and bound
// to the loopback interface, so that one controller per cluster can run on the same host.
//
// It ends when its CRDs are missing; whoever runs it starts it again.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"
	"strconv"

	"github.com/agentgateway/agentgateway/controller/pkg/schemes"
	"github.com/agentgateway/agentgateway/controller/pkg/setup"
	"github.com/agentgateway/agentgateway/controller/pkg/wellknown"
	ctrl "sigs.k8s.io/controller-runtime"
	metricsserver "sigs.k8s.io/controller-runtime/pkg/metrics/server"
)

var version = "undefined"

func main() {
	if len(os.Args) > 1 {
		fmt.Println("agentgateway-controller", version)
		return
	}
	listener, err := net.Listen("tcp", loopback("AGENTGATEWAY_XDS_PORT", 9978))
	if err != nil {
		log.Fatalf("xDS listener: %v", err)
	}
	wellknown.AdminPort = uint32(port("AGENTGATEWAY_ADMIN_PORT", 9095))
	server, err := setup.New(setup.Options{
		XDSListener: listener,
		CtrlMgrOptions: func(ctx context.Context) *ctrl.Options {
			return &ctrl.Options{
				BaseContext:            func() context.Context { return ctx },
				Scheme:                 schemes.GatewayScheme(),
				HealthProbeBindAddress: loopback("AGENTGATEWAY_HEALTH_PORT", 9093),
				Metrics:                metricsserver.Options{BindAddress: loopback("AGENTGATEWAY_METRICS_PORT", 9092)},
				PprofBindAddress:       "0",
			}
		},
	})
	if err != nil {
		log.Fatalf("setup: %v", err)
	}
	if err := server.Start(ctrl.SetupSignalHandler()); err != nil {
		log.Fatal(err)
	}
}

func loopback(name string, stock uint16) string {
	return net.JoinHostPort("127.0.0.1", strconv.Itoa(int(port(name, stock))))
}

// port reads a port from the environment; without it the stock controller's applies.
func port(name string, stock uint16) uint16 {
	text := os.Getenv(name)
	if text == "" {
		return stock
	}
	value, err := strconv.ParseUint(text, 10, 16)
	if err != nil {
		log.Fatalf("%s: %q is not a port", name, text)
	}
	return uint16(value)
}
